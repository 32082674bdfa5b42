-- KEYS: both queues. ARGV: channel of the other, id, how often it had come back, message. Returns 1, or 0 if the lock is lost.
local source, target = queue_at(1), queue_at(7)
if not held_by(source, { ARGV[2] }, { ARGV[3] })[1] then
    return 0
end
begin_to_write(source.info)
send(target, ARGV[1], tonumber(ARGV[4]), 5, #ARGV)
forget(source, { ARGV[2] })
return 1

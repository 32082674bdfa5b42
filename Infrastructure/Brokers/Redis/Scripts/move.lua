-- KEYS: both queues. ARGV: channel of the other, lock, idle time and message as of `send`.
-- Returns 1, or 0 if the lock is lost.
local source, target = queue_at(1), queue_at(7)
if not held_by(source, { ARGV[2] })[1] then
    return 0
end
begin_to_write(source.info)
send(target, ARGV[1], tonumber(ARGV[3]), 4, #ARGV)
forget_held(source, { ARGV[2] })
return 1

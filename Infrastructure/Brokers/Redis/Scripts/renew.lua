-- KEYS: the queue. ARGV: lock time in ms, locks. Returns for each whether it held.
local queue, locks, renewed = queue_at(1), {}, {}
local expires = text(now + tonumber(ARGV[1]))
for index = 2, #ARGV do
    locks[index - 1] = ARGV[index]
end
local held = held_by(queue, locks)
for index, lock in ipairs(locks) do
    if held[index] then
        renewed[#renewed + 1] = expires
        renewed[#renewed + 1] = lock
    end
end
if #renewed > 0 then
    begin_to_write(queue.info)
    redis.call('ZADD', queue.held, unpack(renewed))
end
return answers(held)

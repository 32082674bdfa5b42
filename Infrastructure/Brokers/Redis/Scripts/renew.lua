-- KEYS: the queue. ARGV: lock time in ms, locks. Returns for each whether it held.
local queue, ids, returns, locks = queue_at(1), {}, {}, {}
local expires = text(now + tonumber(ARGV[1]))
for index = 2, #ARGV, 2 do
    ids[#ids + 1] = ARGV[index]
    returns[#returns + 1] = ARGV[index + 1]
end
local held = held_by(queue, ids, returns)
for index, id in ipairs(ids) do
    if held[index] then
        locks[#locks + 1] = expires
        locks[#locks + 1] = id
    end
end
if #locks > 0 then
    begin_to_write(queue.info)
    redis.call('ZADD', queue.held, unpack(locks))
end
return answers(held)

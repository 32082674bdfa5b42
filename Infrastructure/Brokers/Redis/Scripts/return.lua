-- KEYS: the queue. ARGV: channel, then four values for each message: lock, delay in ms, 1 if it gets new properties, else 0,
-- and these. Returns for each whether its lock held.
local queue, channel = queue_at(1), ARGV[1]
local locks, ready, later = {}, {}, {}
for index = 2, #ARGV, 4 do
    locks[#locks + 1] = ARGV[index]
end
local held = held_by(queue, locks)
for index, lock in ipairs(locks) do
    if held[index] then
        local id, first = id_of(lock), 2 + (index - 1) * 4
        local delay = tonumber(ARGV[first + 1])
        redis.call('ZREM', queue.held, lock)
        redis.call('HINCRBY', queue.returns, id, 1)
        if ARGV[first + 2] == '1' then
            -- The same format as in MessageFormat: id, length of the properties, properties, body.
            local content, properties = redis.call('HGET', queue.messages, id), ARGV[first + 3]
            local body = 21 + struct.unpack('>I4', content, 17)
            redis.call('HSET', queue.messages, id,
                content:sub(1, 16) .. struct.pack('>I4', #properties) .. properties .. content:sub(body))
        end
        if delay > 0 then
            later[#later + 1] = text(now + delay)
            later[#later + 1] = id
        else
            ready[#ready + 1] = id
        end
    end
end

if #later > 0 then
    redis.call('ZADD', queue.later, unpack(later))
end
if #ready > 0 then
    put_ready(queue, ready)
end
if #later + #ready > 0 then
    expire_new(queue)
    wake(channel)
end
return answers(held)

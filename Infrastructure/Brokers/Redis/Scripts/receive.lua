-- KEYS: the queue. ARGV: the most messages, lock time in ms, about the most bytes, the second part
-- of the locks.
-- Returns the time, as in ids, and three values for each message: id, how often it came back, content; or nothing if there
-- is no such queue.
local STEP = 100

local queue = queue_at(1)
if redis.call('EXISTS', queue.info) == 0 then
    return false
end
local limit, expires, bytes = tonumber(ARGV[1]), text(now + tonumber(ARGV[2])), tonumber(ARGV[3])
release(queue)

local taken = { text(clock) }
while limit > 0 and bytes > 0 do
    local popped = redis.call('ZPOPMIN', queue.ready, math.min(limit, STEP))
    if #popped == 0 then
        break
    end

    local ids, locks = {}, {}
    for index = 1, #popped, 2 do
        ids[#ids + 1] = popped[index]
    end
    local contents, returns = redis.call('HMGET', queue.messages, unpack(ids)), {}
    if redis.call('EXISTS', queue.returns) == 1 then
        returns = redis.call('HMGET', queue.returns, unpack(ids))
    end
    for index, id in ipairs(ids) do
        local content = contents[index]
        -- One whose content is gone was removed by hand.
        if content then
            locks[#locks + 1] = expires
            locks[#locks + 1] = id .. ':' .. ARGV[4]
            taken[#taken + 1] = id
            taken[#taken + 1] = returns[index] or '0'
            taken[#taken + 1] = content
            bytes = bytes - #content
        end
    end
    if #locks > 0 then
        redis.call('ZADD', queue.held, unpack(locks))
    end
    limit = limit - #ids
end
keep(queue)
return taken

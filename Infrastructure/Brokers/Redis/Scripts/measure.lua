-- KEYS: the queue. Returns how many wait, are held and are for later, and the age in ms of the oldest that waits, -1 if
-- none does; or nothing if there is no such queue.
local queue = queue_at(1)
if redis.call('EXISTS', queue.info) == 0 then
    return false
end
release(queue)

local oldest = -1
for priority = 0, 9 do
    local low = priority * PRIORITY
    local first = redis.call('ZRANGEBYSCORE', queue.ready, text(low), '(' .. text(low + PRIORITY), 'LIMIT', 0, 1)[1]
    if first then
        oldest = math.max(oldest, math.floor((clock - (tonumber(first) - low)) / 100), 0)
    end
end

-- There may be more than were put back at once.
local lost, due = redis.call('ZCOUNT', queue.held, '-inf', now), redis.call('ZCOUNT', queue.later, '-inf', now)
return {
    redis.call('ZCARD', queue.ready) + lost + due,
    redis.call('ZCARD', queue.held) - lost,
    redis.call('ZCARD', queue.later) - due,
    oldest,
}

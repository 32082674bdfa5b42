-- KEYS: the queue. Returns after how many ms there may be a message: 0 if there is one, -1 if nobody knows; or
-- nothing if there is no such queue.
local queue = queue_at(1)
if redis.call('EXISTS', queue.info) == 0 then
    return false
end
if redis.call('EXISTS', queue.ready) == 1 then
    return 0
end

local first = -1
for _, key in ipairs({ queue.held, queue.later }) do
    local due = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
    if due then
        local wait = math.max(tonumber(due) - now, 0)
        if first < 0 or wait < first then
            first = wait
        end
    end
end
return first

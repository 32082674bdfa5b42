-- KEYS: the queue. Returns nothing if there is no such queue.
local queue = queue_at(1)
if redis.call('EXISTS', queue.info) == 0 then
    return false
end
keep(queue)
return 1

-- KEYS: the queue. ARGV: idle time in ms, 0 for a queue that is there for good. One that is there for good stays so.
local queue, idle = queue_at(1), tonumber(ARGV[1])
-- Also when memory is used up: whoever works off what is there declares it first.
begin_to_write(queue.info)
if redis.call('EXISTS', queue.info) == 0 then
    make(queue, idle)
elseif redis.call('HEXISTS', queue.info, 'idle') == 1 then
    if idle > 0 then
        redis.call('HSET', queue.info, 'idle', text(idle))
        keep(queue)
    else
        redis.call('HDEL', queue.info, 'idle', 'expires')
        for _, key in pairs(queue) do
            redis.call('PERSIST', key)
        end
    end
end
return 1

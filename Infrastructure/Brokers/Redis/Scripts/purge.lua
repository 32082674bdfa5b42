-- KEYS: the queue. Removes some of the messages that nobody holds. Returns how many.
local queue, ids = queue_at(1), {}
release(queue)
for _, key in ipairs({ queue.ready, queue.later }) do
    local popped = redis.call('ZPOPMIN', key, MOST)
    for index = 1, #popped, 2 do
        ids[#ids + 1] = popped[index]
    end
end
if #ids > 0 then
    forget(queue, ids)
end
return #ids

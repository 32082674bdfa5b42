-- KEYS: the queue. ARGV: locks. Returns for each whether it held.
local queue, ids, returns, gone = queue_at(1), {}, {}, {}
for index = 1, #ARGV, 2 do
    ids[#ids + 1] = ARGV[index]
    returns[#returns + 1] = ARGV[index + 1]
end
local held = held_by(queue, ids, returns)
for index, id in ipairs(ids) do
    if held[index] then
        gone[#gone + 1] = id
    end
end
if #gone > 0 then
    forget(queue, gone)
end
return answers(held)

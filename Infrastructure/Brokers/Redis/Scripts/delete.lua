-- KEYS: the queue. ARGV: locks. Returns for each whether it held.
local queue, done = queue_at(1), {}
local held = held_by(queue, ARGV)
for index, lock in ipairs(ARGV) do
    if held[index] then
        done[#done + 1] = lock
    end
end
if #done > 0 then
    forget_held(queue, done)
end
return answers(held)

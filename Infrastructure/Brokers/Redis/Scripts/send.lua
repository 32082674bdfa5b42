-- KEYS: the queue. ARGV: channel, idle time as of `send`, messages. Returns 1, or 0 if there is no such queue.
return send(queue_at(1), ARGV[1], tonumber(ARGV[2]), 3, #ARGV) and 1 or 0

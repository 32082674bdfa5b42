-- KEYS: the queue.
keep(queue_at(1))
return 1

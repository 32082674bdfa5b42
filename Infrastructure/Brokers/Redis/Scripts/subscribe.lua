-- KEYS: the topic. ARGV: target, token. Whoever works off what is there subscribes first, also when memory is used up.
begin_to_write(KEYS[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1

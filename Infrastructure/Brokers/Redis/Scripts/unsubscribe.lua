-- KEYS: the topic. ARGV: target, token. Whoever has subscribed again since has another token, and stays subscribed.
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
    redis.call('HDEL', KEYS[1], ARGV[1])
end
return 1

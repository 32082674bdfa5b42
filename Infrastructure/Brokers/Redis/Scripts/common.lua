-- What all scripts begin with. A queue is six keys of one hash tag, always given in the same order.
-- Only the server's clock is asked, so that the clocks of workers do not matter.
--
-- The id of a message is also its place in the queue: (9 - priority) * PRIORITY + when it came, in units of 10 µs since
-- 1970, or one more than the last one's. So it sorts by priority and then by time, and says both. A double holds it
-- exactly, until the year 2255.
local PRIORITY = 900000000000000

-- Lua's unpack takes no more than some thousands of values.
local MOST = 1000

local time = redis.call('TIME')
local clock = tonumber(time[1]) * 100000 + math.floor(tonumber(time[2]) / 10)
local now = math.floor(clock / 100)

local function text(number)
    return string.format('%.0f', number)
end

local function queue_at(first)
    return {
        info = KEYS[first],         -- hash: last (id's time), idle and expires (both ms) of a temporary queue
        ready = KEYS[first + 1],    -- sorted set: ids of messages that wait, by themselves
        held = KEYS[first + 2],     -- sorted set: ids of messages that are held, by the end of their lock (ms)
        later = KEYS[first + 3],    -- sorted set: ids of messages for later, by when they are due (ms)
        messages = KEYS[first + 4], -- hash: what was sent, by id
        returns = KEYS[first + 5],  -- hash: how often a message came back, by id; only those that did
    }
end

-- When memory is used up, Redis refuses to begin a script with a command that takes some, but not to go on with one that has
-- begun to write. What is done to messages that are there must go on, so it begins with one that does nothing.
local function begin_to_write(queue)
    redis.call('HDEL', queue.info, '')
end

local function wake(channel)
    redis.call('PUBLISH', channel, '')
end

local function expire(queue, expires)
    for _, key in pairs(queue) do
        redis.call('PEXPIREAT', key, expires)
    end
end

-- A temporary queue lives from now on for as long again.
local function keep(queue)
    local idle = redis.call('HGET', queue.info, 'idle')
    if idle then
        begin_to_write(queue)
        local expires = text(now + tonumber(idle))
        redis.call('HSET', queue.info, 'expires', expires)
        expire(queue, expires)
    end
end

local function make(queue, idle)
    redis.call('HSET', queue.info, 'last', '0')
    if idle > 0 then
        redis.call('HSET', queue.info, 'idle', text(idle))
        keep(queue)
    end
end

local function put_ready(queue, ids)
    local scored = {}
    for _, id in ipairs(ids) do
        scored[#scored + 1] = id
        scored[#scored + 1] = id
    end
    redis.call('ZADD', queue.ready, unpack(scored))
end

-- What is due, and what was held by those who are gone, waits again; not too much at once.
local function release(queue)
    local due = redis.call('ZRANGEBYSCORE', queue.later, '-inf', now, 'LIMIT', 0, MOST)
    if #due > 0 then
        redis.call('ZREM', queue.later, unpack(due))
        put_ready(queue, due)
    end

    local lost = redis.call('ZRANGEBYSCORE', queue.held, '-inf', now, 'LIMIT', 0, MOST)
    if #lost > 0 then
        for _, id in ipairs(lost) do
            redis.call('HINCRBY', queue.returns, id, 1)
        end
        redis.call('ZREM', queue.held, unpack(lost))
        put_ready(queue, lost)
    end
end

-- Which of the locks, pairs of an id and how often it had come back, are still theirs who ask. One whose time has passed is
-- theirs until somebody else gets the message.
local function held_by(queue, ids, returns)
    local held, missed = redis.call('ZMSCORE', queue.held, unpack(ids)), {}
    if redis.call('EXISTS', queue.returns) == 1 then
        missed = redis.call('HMGET', queue.returns, unpack(ids))
    end
    local result = {}
    for index = 1, #ids do
        result[index] = held[index] and (missed[index] or '0') == returns[index]
    end
    return result
end

local function answers(held)
    local result = {}
    for index = 1, #held do
        result[index] = held[index] and 1 or 0
    end
    return result
end

local function forget(queue, ids)
    redis.call('ZREM', queue.held, unpack(ids))
    redis.call('HDEL', queue.messages, unpack(ids))
    redis.call('HDEL', queue.returns, unpack(ids))
end

-- Puts messages in: three values for each, from ARGV[first] on: priority, delay in ms, content.
-- idle: what to make the queue with; 0: for good; below 0: not at all, and false is returned.
local function send(queue, channel, idle, first, last)
    local info = redis.call('HMGET', queue.info, 'last', 'expires')
    if not info[1] then
        if idle < 0 then
            return false
        end
        make(queue, idle)
        info = redis.call('HMGET', queue.info, 'last', 'expires')
    end

    local place = math.max(tonumber(info[1]), clock - 1)
    local contents, ready, later = {}, {}, {}
    for index = first, last, 3 do
        place = place + 1
        local id = text((9 - tonumber(ARGV[index])) * PRIORITY + place)
        local delay = tonumber(ARGV[index + 1])
        contents[#contents + 1] = id
        contents[#contents + 1] = ARGV[index + 2]
        if delay > 0 then
            later[#later + 1] = text(now + delay)
            later[#later + 1] = id
        else
            ready[#ready + 1] = id
        end
    end

    redis.call('HSET', queue.info, 'last', text(place))
    redis.call('HSET', queue.messages, unpack(contents))
    -- Whoever waits has found nothing, so only the first that comes is worth a call; and what shortens the wait.
    local call = #later > 0
    if #later > 0 then
        redis.call('ZADD', queue.later, unpack(later))
    end
    if #ready > 0 then
        call = call or redis.call('EXISTS', queue.ready) == 0
        put_ready(queue, ready)
    end
    if info[2] then
        expire(queue, info[2])
    end
    if call then
        wake(channel)
    end
    return true
end

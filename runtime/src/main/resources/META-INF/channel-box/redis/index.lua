-- Changes the score of a group in the index of groups with history, or takes it out, if nobody else has changed it.
--
-- KEYS  1 index
-- ARGV  1 group  2 the score that is known  3 the new one, or '' to take it out
-- Returns whether it did.
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or tonumber(score) ~= tonumber(ARGV[2]) then
    return 0
end
if ARGV[3] == '' then
    return redis.call('ZREM', KEYS[1], ARGV[1])
end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1

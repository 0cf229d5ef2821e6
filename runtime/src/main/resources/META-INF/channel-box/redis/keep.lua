-- Keeps a log for a while in which nothing was ever stored; one in which something was is kept by that.
--
-- KEYS  1 meta  2 stream
-- ARGV  1 for how long, in milliseconds
-- Returns whether there is such a log, or another one.
local offset = redis.call('HGET', KEYS[1], 'o')
if offset == '0' and redis.call('EXISTS', KEYS[2]) == 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return offset and 1 or 0

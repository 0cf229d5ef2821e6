-- Forgets the stored messages of a group; its offsets go on.
--
-- KEYS  1 meta  2 stream
-- ARGV  1 life of an empty log, in milliseconds
-- Returns how many there were.
local count = redis.call('XLEN', KEYS[2])
redis.call('DEL', KEYS[2])
if redis.call('EXISTS', KEYS[1]) == 1 then
    redis.call('HDEL', KEYS[1], 'b', 'd', 't')
    -- One in which nothing was ever stored ends sooner.
    if redis.call('HGET', KEYS[1], 'o') ~= '0' then
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
    end
end
return count

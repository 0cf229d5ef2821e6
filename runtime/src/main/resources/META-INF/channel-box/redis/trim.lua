-- Removes messages of a group that have expired, of so many that are looked at in one call.
--
-- KEYS  1 meta  2 stream
-- ARGV  1 now, in milliseconds since 1970  2 id to begin at  3 how many to look at  4 the earliest expiry of those that
--       earlier calls have looked at, or ''  5 life of an empty log, in milliseconds
-- Returns how many were removed, the id to go on at ('' at the end), and the earliest expiry of those that are left: 'none'
-- if there are none that expire, 'empty' if there are none at all.
if redis.call('EXISTS', KEYS[1]) == 0 then
    -- Without its meta data the stream is of no use.
    redis.call('DEL', KEYS[2])
    return { 0, '', 'empty' }
end
local now = tonumber(ARGV[1])
local due = tonumber(ARGV[4]) or math.huge
if ARGV[2] == '-' then
    redis.call('HDEL', KEYS[1], 'd')
    -- Until the last page the earliest expiry is not known to who reads.
    redis.call('HSET', KEYS[1], 't', '1')
end
local expired, bytes, next = {}, 0, ''
local page = redis.call('XRANGE', KEYS[2], ARGV[2], '+', 'COUNT', ARGV[3])
for _, entry in ipairs(page) do
    local expires = tonumber(entry[2][4])
    if expires > 0 and expires <= now then
        expired[#expired + 1] = entry[1]
        bytes = bytes + tonumber(entry[2][2])
    elseif expires > 0 then
        due = math.min(due, expires)
    end
    next = (tonumber(string.match(entry[1], '^%d+')) + 1) .. '-0'
end
if #expired > 0 then
    redis.call('XDEL', KEYS[2], unpack(expired))
    redis.call('HINCRBY', KEYS[1], 'b', -bytes)
end
if #page == tonumber(ARGV[3]) then
    return { #expired, next, due < math.huge and string.format('%.0f', due) or '' }
end
redis.call('HDEL', KEYS[1], 't')
-- Others may have come while this went on.
due = math.min(due, tonumber(redis.call('HGET', KEYS[1], 'd') or math.huge))
if redis.call('XLEN', KEYS[2]) == 0 then
    redis.call('DEL', KEYS[2])
    redis.call('PEXPIRE', KEYS[1], ARGV[5])
    return { #expired, '', 'empty' }
end
if due == math.huge then
    return { #expired, '', 'none' }
end
redis.call('HSET', KEYS[1], 'd', string.format('%.0f', due))
return { #expired, '', string.format('%.0f', due) }

-- Reads the stored messages for a new member, or for a node that was cut off, and tells the node on its own channel, between
-- the messages that it gets by subscription, where it read: those before the mark are in what was read, if they were stored.
--
-- KEYS  1 meta  2 stream
-- ARGV  1 epoch for a new log  2 run id of the server  3 life of an empty log  4 epoch and 5 offset of the message to go on
--       from, '' for none  6 how many there may be after it  7 how many of the newest, otherwise  8 now  9 channel of the node
--       10 number of the mark
-- Returns epoch, offset, earlier epochs, position, whether all that followed is there ('Y', 'N', or '-' if nothing was to be
-- followed), how many are missing or -1, and the messages: id and fields of each. Earlier epochs are 'epoch:last offset', the
-- oldest first, separated by commas.
local meta = redis.call('HMGET', KEYS[1], 'e', 'o', 'p')
local epoch, offset, earlier = meta[1], tonumber(meta[2] or 0), meta[3] or ''
if not epoch then
    redis.call('DEL', KEYS[2])
    epoch = ARGV[1]
    -- A server that is full refuses it; members come to it all the same.
    redis.pcall('HSET', KEYS[1], 'e', epoch, 'o', 0, 'b', 0, 'r', ARGV[2])
end
if redis.call('EXISTS', KEYS[2]) == 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
end

local function alive(entry)
    local expires = tonumber(entry[2][4])
    return expires == 0 or expires > tonumber(ARGV[8])
end

local function number(entry)
    return tonumber(string.match(entry[1], '^%d+'))
end

local function following(after)
    local found = {}
    for _, entry in ipairs(redis.call('XRANGE', KEYS[2], (after + 1) .. '-0', '+')) do
        if not alive(entry) then
            return nil
        end
        found[#found + 1] = entry
    end
    if #found == offset - after and (#found == 0 or number(found[1]) == after + 1) then
        return found
    end
end

local function newest(count)
    local found = {}
    local last = '+'
    while #found < count do
        local page = redis.call('XREVRANGE', KEYS[2], last, '-', 'COUNT', math.min(count, 100))
        for _, entry in ipairs(page) do
            if #found < count and alive(entry) then
                found[#found + 1] = entry
            end
            last = (number(entry) - 1) .. '-0'
        end
        if #page == 0 or last == '0-0' then
            break
        end
    end
    local oldestFirst = {}
    for i = #found, 1, -1 do
        oldestFirst[#oldestFirst + 1] = found[i]
    end
    return oldestFirst
end

local function isKnown(other, last)
    for earlierEpoch, upto in string.gmatch(earlier, '([^:,]+):(%d+)') do
        if earlierEpoch == other then
            return last <= tonumber(upto)
        end
    end
    return other == epoch
end

local after
if ARGV[4] ~= '' and isKnown(ARGV[4], tonumber(ARGV[5])) then
    after = tonumber(ARGV[5])
end
local entries
local recovered, position, missing = ARGV[4] == '' and '-' or 'N', after, -1
if after and after <= offset and offset - after <= tonumber(ARGV[6]) then
    entries = following(after)
end
if entries then
    recovered = 'Y'
else
    entries = newest(tonumber(ARGV[7]))
    position = #entries == 0 and offset or number(entries[1]) - 1
    if after and after < position then
        missing = position - after
    end
end
redis.call('PUBLISH', ARGV[9], 'r ' .. ARGV[10])
local reply = { epoch, offset, earlier, position, recovered, missing }
for _, entry in ipairs(entries) do
    reply[#reply + 1] = entry[1]
    reply[#reply + 1] = entry[2]
end
return reply

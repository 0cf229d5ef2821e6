-- Tells which messages a log has, for new members, or reads them, for a node that was cut off, and tells the node on its own
-- channel, between the messages that it gets by subscription, where it read: those before the mark are in what was read, if
-- they were stored.
--
-- KEYS  1 meta  2 stream
-- ARGV  1 epoch for a new log  2 run id of the server  3 life of an empty log  4 now  5 how many of the newest messages to look
--       for  6 channel of the node  7 number of the mark  8 epoch and 9 offset of the message after which they are read, '' for
--       none  10 life of a log in which nothing was ever stored
-- Returns epoch, offset, earlier epochs, the offsets of the newest messages that have not expired, and those that were read: id
-- and fields of each. Earlier epochs are 'epoch:last offset', the oldest first, separated by commas; offsets are 'first-last'
-- where none is missing between them, the newest first, separated by commas.
local meta = redis.call('HMGET', KEYS[1], 'e', 'o', 'p', 'd', 't')
local epoch, offset, earlier = meta[1], tonumber(meta[2] or 0), meta[3] or ''
if not epoch then
    redis.call('DEL', KEYS[2])
    epoch = ARGV[1]
    -- A server that is full refuses it; members come to it all the same.
    redis.pcall('HSET', KEYS[1], 'e', epoch, 'o', 0, 'b', 0, 'r', ARGV[2])
end
if redis.call('EXISTS', KEYS[2]) == 0 then
    redis.call('PEXPIRE', KEYS[1], offset == 0 and ARGV[10] or ARGV[3])
end
local now = tonumber(ARGV[4])

local function alive(entry)
    local expires = tonumber(entry[2][4])
    return expires == 0 or expires > now
end

local function number(entry)
    return tonumber(string.match(entry[1], '^%d+'))
end

local function newest(most)
    local oldest = most > 0 and redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
    if not oldest then
        return ''
    end
    local first = number(oldest)
    -- Mostly none is missing and none has expired, which can be told without looking at them.
    if not meta[5] and (not meta[4] or tonumber(meta[4]) > now) and redis.call('XLEN', KEYS[2]) == offset - first + 1 then
        return math.max(first, offset - most + 1) .. '-' .. offset
    end
    local found, next, runs = 0, '+', {}
    local from, to
    while found < most do
        local page = redis.call('XREVRANGE', KEYS[2], next, '-', 'COUNT', math.min(most - found, 100))
        for _, entry in ipairs(page) do
            local this = number(entry)
            if alive(entry) then
                found = found + 1
                if from ~= this + 1 then
                    if from then
                        runs[#runs + 1] = from .. '-' .. to
                    end
                    to = this
                end
                from = this
            end
            next = (this - 1) .. '-0'
        end
        if #page == 0 or next == '0-0' then
            break
        end
    end
    if from then
        runs[#runs + 1] = from .. '-' .. to
    end
    return table.concat(runs, ',')
end

-- Up to where somebody has this log who has that message; slice.lua has it, too.
local function common(other, last)
    for earlierEpoch, upTo in string.gmatch(earlier, '([^:,]+):(%d+)') do
        if earlierEpoch == other then
            return math.min(last, tonumber(upTo))
        end
    end
    return other == epoch and last or -1
end

local reply = { epoch, offset, earlier, newest(tonumber(ARGV[5])) }
if ARGV[8] ~= '' then
    local after = common(ARGV[8], tonumber(ARGV[9]))
    for _, entry in ipairs(redis.call('XRANGE', KEYS[2], (after + 1) .. '-0', '+')) do
        if alive(entry) then
            reply[#reply + 1] = entry[1]
            reply[#reply + 1] = entry[2]
        end
    end
end
redis.call('PUBLISH', ARGV[6], 'r ' .. ARGV[7])
return reply

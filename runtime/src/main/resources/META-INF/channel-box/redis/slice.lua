-- Reads on in a log, for a member that catches up.
--
-- KEYS  1 meta  2 stream
-- ARGV  1 epoch and 2 offset of the message to go on from  3 epoch and 4 offset up to which to read  5 after how many bytes of
--       payload to end, but for the first message  6 now
-- Returns epoch ('' if there is no log, or another one than that up to which to read), earlier epochs, after which offset it
-- begins (-1 for with the oldest message, if the one to go on from is not known), up to which offset it goes, and the messages:
-- id and fields of each.
local meta = redis.call('HMGET', KEYS[1], 'e', 'o', 'p')
local epoch, offset, earlier = meta[1], tonumber(meta[2] or 0), meta[3] or ''

-- Up to where somebody has this log who has that message; read.lua has it, too.
local function common(other, last)
    for earlierEpoch, upTo in string.gmatch(earlier, '([^:,]+):(%d+)') do
        if earlierEpoch == other then
            return math.min(last, tonumber(upTo))
        end
    end
    return other == epoch and last or -1
end

-- What came in the place of what the server has lost is not what is asked for.
local goal = common(ARGV[3], tonumber(ARGV[4]))
if not epoch or goal < 0 then
    return { '', '', -1, 0 }
end
local start = common(ARGV[1], tonumber(ARGV[2]))
if start > offset then
    start = -1
end
local last = math.max(start, math.min(goal, offset))
local reply = { epoch, earlier, start, last }
local mostBytes, now = tonumber(ARGV[5]), tonumber(ARGV[6])
local next, bytes, count = start + 1, 0, 8

while next <= last do
    local page = redis.call('XRANGE', KEYS[2], math.max(next, 0) .. '-0', last .. '-0', 'COUNT', count)
    for _, entry in ipairs(page) do
        local expires = tonumber(entry[2][4])
        next = tonumber(string.match(entry[1], '^%d+'))
        if expires == 0 or expires > now then
            bytes = bytes + tonumber(entry[2][2])
            if bytes > mostBytes and #reply > 4 then
                reply[4] = next - 1
                return reply
            end
            reply[#reply + 1] = entry[1]
            reply[#reply + 1] = entry[2]
        end
        next = next + 1
    end
    if #page < count then
        break
    end
    count = math.min(2 * count, 128)
end
return reply

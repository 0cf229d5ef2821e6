-- Reads a page of stored messages, with what their ids are made of.
--
-- KEYS  1 meta  2 stream
-- ARGV  1 the command: XRANGE or XREVRANGE  2 from  3 to  4 how many
-- Returns epoch, earlier epochs, and the messages: id and fields of each.
local meta = redis.call('HMGET', KEYS[1], 'e', 'p')
local reply = { meta[1] or '', meta[2] or '' }
for _, entry in ipairs(redis.call(ARGV[1], KEYS[2], ARGV[2], ARGV[3], 'COUNT', ARGV[4])) do
    reply[#reply + 1] = entry[1]
    reply[#reply + 1] = entry[2]
end
return reply

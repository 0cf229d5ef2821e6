-- Publishes a batch of messages of one group: what has been sent already is told again, and for each message the
-- idempotency key is checked, it gets its number, is stored, and is published, in one step.
--
-- KEYS  1 meta  2 stream  3 the outcome of this node's last batch  4 idempotency keys, with what they were sent as
--       5 idempotency keys, by when they were sent; not needed where no message has one
-- ARGV  1 when it is too late, in milliseconds of this server's clock  2 number of the batch, which grows
--       3 how long the outcome is kept  4 run id of the server  5 epoch for a new log  6 channel  7 PUBLISH or SPUBLISH
--       8 life of an empty log  9 most messages  10 most bytes  11 life of the stream, '0' for ever
--       12 how long idempotency keys are remembered  13 most idempotency keys
--       and for each message: origin, message, size of the payload or '-1' not to store it, when it expires or '0',
--       'k' and its idempotency key or ''
-- All times are in milliseconds. Returns for each message one of
--       'S epoch offset' stored, '- epoch offset' not stored, 'R id' sent before ('R -' without id), 'E reason' failed,
--       'L' to be sent later, to a server that is no replica
-- and then the score that the group needs in the index of groups with history, or '', and then 'again' if all this was done
-- by an earlier attempt.
local FIRST = 14
-- Of which the ids are still known.
local EARLIER_EPOCHS = 16

-- An attempt whose connection was lost may come after the next one.
local last = tonumber(string.match(redis.call('GETRANGE', KEYS[3], 0, 19), '^(%d+) ') or 0)
if last == tonumber(ARGV[2]) then
    local told = cmsgpack.unpack(string.match(redis.call('GET', KEYS[3]), '^%d+ (.*)$'))
    told[#told + 1] = 'again'
    return told
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if last > tonumber(ARGV[2]) or now > tonumber(ARGV[1]) then
    return redis.error_reply('LATE the batch came too late')
end

local meta = redis.call('HMGET', KEYS[1], 'e', 'o', 'b', 'r', 'd', 'p', 'l')
local epoch, offset, bytes, run = meta[1], tonumber(meta[2] or 0), tonumber(meta[3] or 0), meta[4]
local due = tonumber(meta[5] or math.huge)
local score = ''
local length
local changed = false

-- Before the first message is stored.
local function open()
    if length then
        return
    end
    if not epoch then
        -- Not for nothing: a script that has written is not asked any more whether there is memory left.
        if redis.call('EXISTS', KEYS[2]) == 1 then
            redis.call('DEL', KEYS[2])
        end
        epoch, offset = ARGV[5], 0
    elseif run ~= ARGV[4] then
        -- The server was restarted: it may have lost the newest messages, and their ids must not come again.
        local earlier = (meta[6] and meta[6] .. ',' or '') .. epoch .. ':' .. offset
        if select(2, string.gsub(earlier, ':', '')) > EARLIER_EPOCHS then
            earlier = string.gsub(earlier, '^[^,]*,', '')
        end
        redis.call('HSET', KEYS[1], 'p', earlier)
        epoch = ARGV[5]
    end
    length = redis.call('XLEN', KEYS[2])
    if length == 0 then
        bytes, due, score = 0, math.huge, '+inf'
    end
end

local function store(blob, size, expires)
    local ok, problem = pcall(open)
    if not ok then
        length = nil
        return problem
    end
    local added = redis.pcall('XADD', KEYS[2], (offset + 1) .. '-0', 'n', size, 'x', expires, 'b', blob)
    if type(added) == 'table' and added.err then
        return added
    end
    offset, bytes, length, changed = offset + 1, bytes + size, length + 1, true
    if expires ~= '0' and tonumber(expires) < due then
        due = tonumber(expires)
        score = expires
    end
end

local replica = false

local function failed(problem)
    local reason = type(problem) == 'table' and problem.err or tostring(problem)
    if string.find(reason, 'READONLY', 1, true) then
        -- What follows must not overtake it.
        replica = true
        return 'L'
    end
    return 'E ' .. reason
end

local remembered = 0

-- What was sent with that key, if it is still remembered.
local function earlier(key)
    local told = redis.call('HGET', KEYS[4], key)
    local expires, id = string.match(told or '', '^(%d+) (.*)$')
    return expires and tonumber(expires) > now and id
end

local function remember(key, id)
    local set = redis.pcall('HSET', KEYS[4], key, string.format('%.0f', now + tonumber(ARGV[12])) .. ' ' .. id)
    if type(set) == 'table' and set.err then
        return set
    end
    remembered = remembered + 1
    -- In the order of the batch, though it takes no time.
    redis.call('ZADD', KEYS[5], string.format('%.0f', time[1] * 1000000 + time[2] + remembered), key)
end

-- The oldest go first: those that are too old, and those that are too many.
local function forget()
    local old = string.format('%.0f', (now - tonumber(ARGV[12])) * 1000)
    local gone = redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', old, 'LIMIT', 0, 1000)
    local surplus = redis.call('ZCARD', KEYS[5]) - tonumber(ARGV[13])
    if surplus > #gone then
        gone = redis.call('ZRANGE', KEYS[5], 0, math.min(surplus, 1000) - 1)
    end
    if #gone > 0 then
        redis.call('ZREM', KEYS[5], unpack(gone))
        redis.call('HDEL', KEYS[4], unpack(gone))
    end
    redis.call('PEXPIRE', KEYS[4], ARGV[12])
    redis.call('PEXPIRE', KEYS[5], ARGV[12])
end

local function publish(origin, blob, size, expires, key)
    if replica then
        return 'L'
    end
    local before = key and earlier(key)
    if before then
        return 'R ' .. before
    end
    local flag = '-'
    if size >= 0 then
        local problem = store(blob, size, expires)
        if problem then
            return failed(problem)
        end
        flag = 'S'
    end
    if key then
        local problem = remember(key, flag == 'S' and epoch .. ':' .. offset or '-')
        if problem then
            return failed(problem)
        end
    end
    local place = (epoch or '-') .. ' ' .. offset
    redis.call(ARGV[7], ARGV[6], 'm ' .. place .. ' ' .. flag .. ' ' .. origin .. '\n' .. blob)
    return flag .. ' ' .. place
end

local replies = {}
for i = FIRST, #ARGV, 5 do
    replies[#replies + 1] = publish(ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3],
        ARGV[i + 4] ~= '' and string.sub(ARGV[i + 4], 2))
end
if remembered > 0 then
    forget()
end

if changed then
    local most, mostBytes = tonumber(ARGV[9]), tonumber(ARGV[10])
    while length > most or bytes > mostBytes do
        local count = math.max(1, math.min(100, length - most))
        local ids = {}
        for _, entry in ipairs(redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', count)) do
            ids[#ids + 1] = entry[1]
            bytes = bytes - tonumber(entry[2][2])
        end
        if #ids == 0 then
            length, bytes = 0, 0
            break
        end
        redis.call('XDEL', KEYS[2], unpack(ids))
        length = length - #ids
    end
    redis.call('HSET', KEYS[1], 'e', epoch, 'o', offset, 'b', bytes, 'r', ARGV[4], 'l', ARGV[11])
    if due < math.huge then
        redis.call('HSET', KEYS[1], 'd', string.format('%.0f', due))
    end
    local life = tonumber(ARGV[11])
    if life > 0 then
        redis.call('PEXPIRE', KEYS[2], ARGV[11])
        redis.call('PEXPIRE', KEYS[1], string.format('%.0f', life + tonumber(ARGV[8])))
    elseif score ~= '' or meta[7] ~= ARGV[11] then
        -- It may have been one that ends, or empty.
        redis.call('PERSIST', KEYS[1])
        redis.call('PERSIST', KEYS[2])
    end
end
replies[#replies + 1] = score
redis.pcall('SET', KEYS[3], ARGV[2] .. ' ' .. cmsgpack.pack(replies), 'PX', ARGV[3])
return replies

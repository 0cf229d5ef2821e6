#include "handshake.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define KEY "sec-websocket-key:"
#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

static uint32_t rotate(uint32_t value, int bits) {
    return value << bits | value >> (32 - bits);
}

static void sha1_block(uint32_t *hash, const uint8_t *block) {
    uint32_t words[80];
    for (int i = 0; i < 80; i++) {
        words[i] = i < 16 ? (uint32_t) block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3]
            : rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }
    uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4];
    for (int i = 0; i < 80; i++) {
        uint32_t mixed = i < 20 ? ((b & c) | (~b & d)) + 0x5A827999 : i < 40 ? (b ^ c ^ d) + 0x6ED9EBA1
            : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC : (b ^ c ^ d) + 0xCA62C1D6;
        uint32_t next = rotate(a, 5) + mixed + e + words[i];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    hash[0] += a;
    hash[1] += b;
    hash[2] += c;
    hash[3] += d;
    hash[4] += e;
}

/* Of at most 119 bytes, which are two blocks with the padding. */
static void sha1(const char *text, size_t length, uint8_t *digest) {
    uint32_t hash[] = { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 };
    uint8_t blocks[128] = { 0 };
    size_t end = length < 56 ? 64 : 128;
    memcpy(blocks, text, length);
    blocks[length] = 0x80;
    blocks[end - 2] = (uint8_t) (length >> 5);
    blocks[end - 1] = (uint8_t) (length << 3);
    for (size_t at = 0; at < end; at += 64) {
        sha1_block(hash, blocks + at);
    }
    for (int i = 0; i < 20; i++) {
        digest[i] = (uint8_t) (hash[i / 4] >> (24 - i % 4 * 8));
    }
}

/* Of the 20 bytes of a digest. */
static void base64(const uint8_t *digest, char *text) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < 27; i++) {
        int bit = i * 6;
        int pair = digest[bit / 8] << 8 | (bit / 8 < 19 ? digest[bit / 8 + 1] : 0);
        text[i] = digits[pair >> (10 - bit % 8) & 0x3F];
    }
    strcpy(text + 27, "=");
}

static const char *header(const char *request, const char *name) {
    for (const char *line = request; line; line = strstr(line, "\r\n")) {
        line += line == request ? 0 : 2;
        if (strncasecmp(line, name, strlen(name)) == 0) {
            const char *value = line + strlen(name);
            return value + strspn(value, " ");
        }
    }
    return NULL;
}

int handshake_answer(const char *request, char *answer, size_t size) {
    const char *key = header(request, KEY);
    size_t length = key ? strcspn(key, "\r ") : 0;
    char text[120];
    if (length == 0 || length + strlen(GUID) >= sizeof text) {
        return 0;
    }
    int all = snprintf(text, sizeof text, "%.*s" GUID, (int) length, key);
    uint8_t digest[20];
    char accept[29];
    sha1(text, (size_t) all, digest);
    base64(digest, accept);
    return snprintf(answer, size, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: %s\r\n\r\n", accept);
}

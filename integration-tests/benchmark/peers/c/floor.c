/*
 * The least that a message to a group costs: frames are taken apart, and written to all members, and nothing else is done. The
 * messages that one turn of the loop found are one write for each member; with the second argument "each" they are one each.
 * The first argument is the port. The path names the group; after "/many" several, of which the beginning of a message names
 * one; after "/except" the sender does not get what it sends.
 */
#define _GNU_SOURCE
#include "handshake.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, FINAL = 0x80 };
enum { EVENTS = 1024, NAME = 64, READ = 256 * 1024, HEADER = 10 };
/* A turn has at most so many messages of one group. So no write has more parts than the system allows. */
enum { MESSAGES = 512, GROUPS_OF_EACH = 64, VECTORS = 1024 };
/* Whoever has so many bytes waiting is closed. */
#define MAX_WAITING (16 * 1024 * 1024)

struct bytes {
    uint8_t *data;
    size_t length, capacity;
};

struct message {
    size_t end;
    struct member *sender;
};

/* What this turn has to write to it, and to whom. */
struct group {
    char name[NAME];
    struct member **members;
    size_t count, capacity;
    struct bytes frames;
    struct message *messages;
    size_t message_count, message_capacity;
    struct group *next_dirty;
};

struct member {
    int fd, is_open, is_many, leaves_out_own;
    struct group **groups;
    size_t group_count, group_capacity;
    /* The beginning of a frame or of the request. */
    struct bytes rest;
    struct bytes waiting;
    unsigned long written_in, sent_in;
    struct member *next_closed;
};

static int loop, writes_each;
static unsigned long turn = 1;
static struct group **all;
static size_t all_count, all_capacity;
static struct group *dirty;
static struct member *closed;
static uint8_t input[READ];

static void *grown(void *array, size_t *capacity, size_t needed, size_t size) {
    if (needed > *capacity) {
        *capacity = needed * 2 + 16;
        array = realloc(array, *capacity * size);
        if (!array) {
            abort();
        }
    }
    return array;
}

static uint8_t *append(struct bytes *bytes, const void *data, size_t length) {
    bytes->data = grown(bytes->data, &bytes->capacity, bytes->length + length, 1);
    uint8_t *at = bytes->data + bytes->length;
    memcpy(at, data, length);
    bytes->length += length;
    return at;
}

static struct group *group_of(const char *name, size_t length) {
    for (size_t i = 0; i < all_count; i++) {
        if (strlen(all[i]->name) == length && memcmp(all[i]->name, name, length) == 0) {
            return all[i];
        }
    }
    struct group *group = calloc(1, sizeof *group);
    memcpy(group->name, name, length < NAME ? length : NAME - 1);
    all = grown(all, &all_capacity, all_count + 1, sizeof *all);
    return all[all_count++] = group;
}

static void watch(struct member *member, uint32_t events, int operation) {
    struct epoll_event event = { .events = events, .data.ptr = member };
    epoll_ctl(loop, operation, member->fd, &event);
}

/* It is freed at the end of the turn, since events and groups may still name it. */
static void close_member(struct member *member) {
    if (!member->is_open) {
        return;
    }
    member->is_open = 0;
    close(member->fd);
    member->next_closed = closed;
    closed = member;
}

static void free_closed(void) {
    while (closed) {
        struct member *member = closed;
        closed = member->next_closed;
        for (size_t g = 0; g < member->group_count; g++) {
            struct group *group = member->groups[g];
            for (size_t i = 0; i < group->count; i++) {
                if (group->members[i] == member) {
                    group->members[i] = group->members[--group->count];
                }
            }
        }
        free(member->groups);
        free(member->rest.data);
        free(member->waiting.data);
        free(member);
    }
}

/* What the socket does not take waits. */
static void send_all(struct member *member, struct iovec *vectors, int count) {
    ssize_t written = 0;
    if (member->waiting.length == 0) {
        written = count == 1 ? write(member->fd, vectors->iov_base, vectors->iov_len) : writev(member->fd, vectors, count);
        if (written < 0 && errno != EAGAIN) {
            close_member(member);
            return;
        }
    }
    size_t taken = written < 0 ? 0 : (size_t) written;
    size_t before = member->waiting.length;
    for (int i = 0; i < count; i++) {
        size_t skip = taken < vectors[i].iov_len ? taken : vectors[i].iov_len;
        taken -= skip;
        if (skip < vectors[i].iov_len) {
            append(&member->waiting, (uint8_t *) vectors[i].iov_base + skip, vectors[i].iov_len - skip);
        }
    }
    if (member->waiting.length > MAX_WAITING) {
        close_member(member);
    } else if (before == 0 && member->waiting.length > 0) {
        watch(member, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    }
}

static void send_waiting(struct member *member) {
    ssize_t written = write(member->fd, member->waiting.data, member->waiting.length);
    if (written < 0 && errno != EAGAIN) {
        close_member(member);
        return;
    }
    if (written > 0) {
        member->waiting.length -= (size_t) written;
        memmove(member->waiting.data, member->waiting.data + written, member->waiting.length);
    }
    if (member->waiting.length == 0) {
        watch(member, EPOLLIN, EPOLL_CTL_MOD);
    }
}

/* Adds what there is for a member in one of its groups; what it sent itself is a hole, if it wants that. */
static int gather(struct member *member, struct group *group, struct iovec *vectors, int count) {
    if (!member->leaves_out_own || member->sent_in != turn) {
        vectors[count] = (struct iovec) { group->frames.data, group->frames.length };
        return count + (group->frames.length > 0);
    }
    size_t from = 0;
    for (size_t i = 0; i <= group->message_count; i++) {
        int is_end = i == group->message_count;
        if (!is_end && group->messages[i].sender != member) {
            continue;
        }
        size_t to = is_end ? group->frames.length : i == 0 ? 0 : group->messages[i - 1].end;
        if (to > from) {
            vectors[count++] = (struct iovec) { group->frames.data + from, to - from };
        }
        from = is_end ? to : group->messages[i].end;
    }
    return count;
}

/* One write for each member, whatever the number of its groups and of the messages in them. */
static void write_all(void) {
    static struct iovec vectors[VECTORS];
    for (struct group *group = dirty; group; group = group->next_dirty) {
        for (size_t i = 0; i < group->count; i++) {
            struct member *member = group->members[i];
            if (!member->is_open || member->written_in == turn) {
                continue;
            }
            member->written_in = turn;
            int count = 0;
            for (size_t g = 0; g < member->group_count; g++) {
                count = gather(member, member->groups[g], vectors, count);
            }
            if (count > 0) {
                send_all(member, vectors, count);
            }
        }
    }
    while (dirty) {
        struct group *group = dirty;
        dirty = group->next_dirty;
        group->frames.length = 0;
        group->message_count = 0;
    }
    turn++;
}

static int put_header(uint8_t *header, int opcode, size_t length) {
    header[0] = (uint8_t) (FINAL | opcode);
    if (length < 126) {
        header[1] = (uint8_t) length;
        return 2;
    }
    int bytes = length < 65536 ? 2 : 8;
    header[1] = bytes == 2 ? 126 : 127;
    for (int i = 0; i < bytes; i++) {
        header[2 + i] = (uint8_t) (length >> 8 * (bytes - 1 - i));
    }
    return 2 + bytes;
}

static void publish(struct member *member, int opcode, const uint8_t *payload, size_t length) {
    struct group *group = member->groups[0];
    if (member->is_many) {
        const uint8_t *blank = memchr(payload, ' ', length);
        group = group_of((const char *) payload, blank ? (size_t) (blank - payload) : 0);
    }
    if (group->frames.length == 0) {
        group->next_dirty = dirty;
        dirty = group;
    }
    uint8_t header[HEADER];
    append(&group->frames, header, (size_t) put_header(header, opcode, length));
    append(&group->frames, payload, length);
    group->messages = grown(group->messages, &group->message_capacity, group->message_count + 1, sizeof *group->messages);
    group->messages[group->message_count++] = (struct message) { group->frames.length, member };
    member->sent_in = turn;
    if (writes_each || group->message_count == MESSAGES) {
        write_all();
    }
}

static void answer(struct member *member, int opcode, const uint8_t *payload, size_t length) {
    uint8_t frame[HEADER + 125];
    int header = put_header(frame, opcode, length);
    memcpy(frame + header, payload, length);
    struct iovec vector = { frame, (size_t) header + length };
    send_all(member, &vector, 1);
}

/* Returns how long the frame is, 0 if it is not all there. What no client of the benchmark sends ends the connection. */
static size_t frame(struct member *member, uint8_t *bytes, size_t length) {
    if (length < 6) {
        return 0;
    }
    int opcode = bytes[0] & 0xF;
    size_t payload = bytes[1] & 0x7F, at = 2;
    if (payload > 125) {
        size_t end = payload == 126 ? 4 : HEADER;
        if (length < end) {
            return 0;
        }
        for (payload = 0; at < end; at++) {
            payload = payload << 8 | bytes[at];
        }
    }
    if (!(bytes[0] & FINAL) || !(bytes[1] & 0x80) || payload > MAX_WAITING || (opcode >= CLOSE && payload > 125)) {
        close_member(member);
        return 0;
    }
    if (length < at + 4 + payload) {
        return 0;
    }
    const uint8_t *mask = bytes + at;
    uint8_t *data = bytes + at + 4;
    for (size_t i = 0; i < payload; i++) {
        data[i] ^= mask[i & 3];
    }
    if (opcode == TEXT || opcode == BINARY) {
        publish(member, opcode, data, payload);
    } else if (opcode == PING) {
        answer(member, opcode + 1, data, payload);
    } else if (opcode == CLOSE) {
        answer(member, opcode, data, payload);
        close_member(member);
    }
    return at + 4 + payload;
}

/* A path is "/g0", "/except/g0" or "/many/g0,g1". */
static void join(struct member *member, const char *path) {
    static const char many[] = "/many/", except[] = "/except/";
    member->is_many = strncmp(path, many, sizeof many - 1) == 0;
    member->leaves_out_own = strncmp(path, except, sizeof except - 1) == 0;
    path += member->is_many ? sizeof many - 1 : member->leaves_out_own ? sizeof except - 1 : 1;
    for (const char *end = path - 1; *end != ' ' && member->group_count < GROUPS_OF_EACH;) {
        const char *name = end + 1;
        end = name + strcspn(name, ", ");
        struct group *group = group_of(name, (size_t) (end - name));
        group->members = grown(group->members, &group->capacity, group->count + 1, sizeof *group->members);
        group->members[group->count++] = member;
        member->groups = grown(member->groups, &member->group_capacity, member->group_count + 1, sizeof *member->groups);
        member->groups[member->group_count++] = group;
    }
}

/* Returns how long the request is, 0 if it is not all there. */
static size_t upgrade(struct member *member, uint8_t *bytes, size_t length) {
    uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end) {
        return 0;
    }
    end[2] = 0;
    char text[256];
    int answered = handshake_answer((const char *) bytes, text, sizeof text);
    if (answered == 0 || memcmp(bytes, "GET /", 5) != 0) {
        close_member(member);
        return 0;
    }
    join(member, (const char *) bytes + 4);
    struct iovec vector = { text, (size_t) answered };
    send_all(member, &vector, 1);
    return (size_t) (end + 4 - bytes);
}

static void receive(struct member *member) {
    size_t before = member->rest.length;
    ssize_t got = read(member->fd, input, sizeof input);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) {
            close_member(member);
        }
        return;
    }
    uint8_t *bytes = input;
    size_t length = (size_t) got, at = 0;
    if (before > 0) {
        append(&member->rest, input, length);
        bytes = member->rest.data;
        length += before;
    }
    while (member->is_open && at < length) {
        size_t used = member->group_count == 0 ? upgrade(member, bytes, length) : frame(member, bytes + at, length - at);
        if (used == 0) {
            break;
        }
        at += used;
    }
    if (bytes == input) {
        append(&member->rest, input + at, length - at);
    } else {
        memmove(bytes, bytes + at, length - at);
        member->rest.length = length - at;
    }
}

static void accept_all(int listener) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        int yes = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        struct member *member = calloc(1, sizeof *member);
        member->fd = fd;
        member->is_open = 1;
        watch(member, EPOLLIN, EPOLL_CTL_ADD);
    }
}

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t) port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) < 0 || listen(listener, 4096) < 0) {
        perror("listen");
        exit(1);
    }
    return listener;
}

int main(int count, char **arguments) {
    if (count < 2) {
        fprintf(stderr, "The port is missing\n");
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    writes_each = count > 2 && strcmp(arguments[2], "each") == 0;
    int listener = listen_on(atoi(arguments[1]));
    loop = epoll_create1(0);
    struct epoll_event listening = { .events = EPOLLIN, .data.ptr = NULL };
    epoll_ctl(loop, EPOLL_CTL_ADD, listener, &listening);
    while (1) {
        static struct epoll_event events[EVENTS];
        int ready = epoll_wait(loop, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct member *member = events[i].data.ptr;
            if (!member) {
                accept_all(listener);
                continue;
            }
            if (member->is_open && events[i].events & EPOLLOUT) {
                send_waiting(member);
            }
            if (member->is_open && events[i].events & ~(uint32_t) EPOLLOUT) {
                receive(member);
            }
        }
        if (dirty) {
            write_all();
        }
        free_closed();
    }
}

/* The answer to the upgrade to a WebSocket (RFC 6455, 4.2.2). */
#ifndef HANDSHAKE_H
#define HANDSHAKE_H

#include <stddef.h>

/* Writes the answer to a request, which ends with a zero byte; returns its length, 0 if it is no upgrade. */
int handshake_answer(const char *request, char *answer, size_t size);

#endif

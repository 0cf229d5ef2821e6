/**
 * The engine of several nodes, through Redis: streams hold histories, a script numbers, stores and publishes in one step.
 * All of its state belongs to one event loop.
 */
package io.quarkiverse.channelbox.runtime.engine.redis;

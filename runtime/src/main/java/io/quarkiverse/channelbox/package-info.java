/**
 * The API: named groups of WebSocket connections, to which anything in the application can send. Start with
 * {@link io.quarkiverse.channelbox.ChannelBox}. Nothing is {@code null} unless it says so.
 */
@NullMarked
package io.quarkiverse.channelbox;

import org.jspecify.annotations.NullMarked;

/**
 * For the tests of applications: {@link io.quarkiverse.channelbox.testing.SentMessages} tells what the application sent,
 * without a socket, and {@link io.quarkiverse.channelbox.testing.GroupClient} is a client over a real one. An application that
 * is packaged has no beans of it. Nothing is {@code null} unless it says so.
 */
@NullMarked
package io.quarkiverse.channelbox.testing;

import org.jspecify.annotations.NullMarked;

/** What generated publishers extend. */
package io.quarkiverse.channelbox.runtime.publisher;

/** What clients ask for over the socket: to join, to leave, to publish, to have something done, and to answer. */
package io.quarkiverse.channelbox.runtime.command;

/** Who is in which group on this node: joins, leaves, the cleanup of what has expired, slow consumers, shutdown. */
package io.quarkiverse.channelbox.runtime.membership;

/** Tells members of a group who comes to it and goes, on all nodes. */
package io.quarkiverse.channelbox.runtime.presence;

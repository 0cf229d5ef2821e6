/** Decides on the upgrades of the endpoints: origin, names, authorizers, places. */
package io.quarkiverse.channelbox.runtime.upgrade;

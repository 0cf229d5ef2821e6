/** What the Dev UI shows of the groups of this node, and does with them. */
package io.quarkiverse.channelbox.runtime.devui;

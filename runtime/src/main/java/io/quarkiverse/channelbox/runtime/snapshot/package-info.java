/** How the node is doing, for those who operate it; looked at when somebody asks. */
package io.quarkiverse.channelbox.runtime.snapshot;

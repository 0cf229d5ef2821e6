/** What clients of this node have been asked, and have not answered yet. */
package io.quarkiverse.channelbox.runtime.ask;

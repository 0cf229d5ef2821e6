/** What generated publishers send with. */
package io.quarkiverse.channelbox.runtime.publisher;

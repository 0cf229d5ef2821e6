/** The engine of one node: everything is in this process. */
package io.quarkiverse.channelbox.runtime.engine.memory;

/** The contract of what spans the nodes: messages in one order, and what nodes know and ask of each other. */
package io.quarkiverse.channelbox.runtime.engine;

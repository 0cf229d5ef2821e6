/** Tells the metrics system what is counted elsewhere; nothing else knows of it. */
package io.quarkiverse.channelbox.runtime.metrics;

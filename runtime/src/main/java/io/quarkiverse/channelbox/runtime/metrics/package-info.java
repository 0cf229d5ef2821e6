/** Counts for, and tells, the metrics system of the application, if it has one; nothing else knows of it. */
package io.quarkiverse.channelbox.runtime.metrics;

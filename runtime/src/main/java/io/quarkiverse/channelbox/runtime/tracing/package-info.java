/** Spans for sends and for the commands of clients, where the application has OpenTelemetry; nothing else knows of it. */
package io.quarkiverse.channelbox.runtime.tracing;

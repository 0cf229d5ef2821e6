/** The facade: what the application injects, and the start and the end. It only calls what the packages below do. */
package io.quarkiverse.channelbox.runtime;

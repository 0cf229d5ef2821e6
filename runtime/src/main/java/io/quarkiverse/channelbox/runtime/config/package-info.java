/** The configuration, as Quarkus maps and documents it. */
package io.quarkiverse.channelbox.runtime.config;

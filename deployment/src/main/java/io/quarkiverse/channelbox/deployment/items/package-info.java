/** What the build steps tell each other. */
package io.quarkiverse.channelbox.deployment.items;

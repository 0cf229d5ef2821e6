/** The card and the pages of the Dev UI. */
package io.quarkiverse.channelbox.deployment.devui;

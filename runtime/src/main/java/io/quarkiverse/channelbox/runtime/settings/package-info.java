/** Names, templates, and what configuration and annotations say of a group, validated. */
package io.quarkiverse.channelbox.runtime.settings;

/** Tells SmallRye Health whether the engine can be used, and that the node ends; nothing else knows of it. */
package io.quarkiverse.channelbox.runtime.health;

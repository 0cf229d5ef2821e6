/** Tells SmallRye Health whether the engine can be used; nothing else knows of it. */
package io.quarkiverse.channelbox.runtime.health;

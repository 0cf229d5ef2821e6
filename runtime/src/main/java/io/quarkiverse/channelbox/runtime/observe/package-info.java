/**
 * Where what follows the work of the extension plugs in: metrics, tracing, help for tests. Nothing is called if nobody does.
 */
package io.quarkiverse.channelbox.runtime.observe;

/**
 * What the build does: it finds the annotated endpoints, reports what is wrong with them, generates a bean for each, and
 * registers the beans of the runtime.
 */
package io.quarkiverse.channelbox.deployment;

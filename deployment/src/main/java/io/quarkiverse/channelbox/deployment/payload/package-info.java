/** Reads in the byte code of the application what is sent: which types become JSON, that no annotation names. */
package io.quarkiverse.channelbox.deployment.payload;

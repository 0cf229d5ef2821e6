/**
 * What the application and its clients say to each other, in writing: AsyncAPI and TypeScript, from one model and the same
 * schemas of the payload types.
 */
package io.quarkiverse.channelbox.deployment.contract;

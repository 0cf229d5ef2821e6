package io.quarkiverse.channelbox.runtime.command;

import java.lang.reflect.Type;

/**
 * A method that handles an event.
 *
 * @param number by which the generated bean knows it
 * @param data what the data is decoded to; {@code null} if the method does not take any
 */
record EventMethod(int number, String event, EventThread thread, Type data) {
}

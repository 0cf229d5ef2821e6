package io.quarkiverse.channelbox;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** The event that a method of a {@link GroupPublisher} sends, if it is not the method's name. */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface Event {

    /** The name of the event, not empty. */
    String value();
}

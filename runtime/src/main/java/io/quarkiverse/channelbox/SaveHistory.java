package io.quarkiverse.channelbox;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * What a method of a {@link GroupPublisher} sends, or what all of its methods send, is stored in the history of the group.
 *
 * @see SendOptions#saveHistory(boolean)
 */
@Documented
@Retention(RUNTIME)
@Target({ METHOD, TYPE })
public @interface SaveHistory {
}

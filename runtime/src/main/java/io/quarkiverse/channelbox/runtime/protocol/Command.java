package io.quarkiverse.channelbox.runtime.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/** What a client that speaks {@code channelbox.v1} asks for. Its values hold whatever the client sent. */
public sealed interface Command {

    /** The number by which the client knows the answer; empty for none. */
    OptionalLong ref();

    /** What the client traces it with; empty for nothing. */
    default Optional<TraceParent> trace() {
        return Optional.empty();
    }

    /** It is still there. */
    record Pong() implements Command {

        @Override
        public OptionalLong ref() {
            return OptionalLong.empty();
        }
    }

    /**
     * To become a member of a group.
     *
     * @param after the id of the last message that it has
     */
    record Join(OptionalLong ref, String group, Optional<String> after, Optional<TraceParent> trace) implements Command {
    }

    /** To be no member of a group any more. */
    record Leave(OptionalLong ref, String group, Optional<TraceParent> trace) implements Command {
    }

    /**
     * To send to a group.
     *
     * @param data JSON in UTF-8
     * @param key so that it is sent once, however often it is asked for
     */
    record Publish(OptionalLong ref, String group, Optional<String> event, byte[] data,
            Optional<String> key, Optional<TraceParent> trace) implements Command {
    }

    /**
     * To have the endpoint do something.
     *
     * @param data JSON in UTF-8
     */
    record Event(OptionalLong ref, String event, byte[] data, Optional<TraceParent> trace) implements Command {
    }

    /**
     * It was asked, and answers.
     *
     * @param question by which the server knows what it asked
     * @param data JSON in UTF-8
     * @param error what went wrong, if there is no answer
     */
    record Answer(String question, byte[] data, Optional<String> error) implements Command {

        @Override
        public OptionalLong ref() {
            return OptionalLong.empty();
        }
    }
}

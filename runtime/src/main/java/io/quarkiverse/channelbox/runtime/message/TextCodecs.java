package io.quarkiverse.channelbox.runtime.message;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

import io.quarkus.websockets.next.TextMessageCodec;
import io.quarkus.websockets.next.runtime.JsonTextMessageCodec;

/** The application's own codecs, the first of them first. */
public final class TextCodecs {

    private final List<TextMessageCodec<?>> codecs;

    /** @param codecs those that Quarkus brings among them */
    public TextCodecs(List<TextMessageCodec<?>> codecs) {
        // The codec that Quarkus itself brings supports every type, and does what the mapper does.
        this.codecs = codecs.stream().filter(codec -> !(codec instanceof JsonTextMessageCodec)).toList();
    }

    /** The codec for a type, if there is one. */
    @SuppressWarnings("unchecked")
    public Optional<TextMessageCodec<Object>> codec(Type type) {
        for (TextMessageCodec<?> codec : codecs) {
            if (codec.supports(type)) {
                return Optional.of((TextMessageCodec<Object>) codec);
            }
        }
        return Optional.empty();
    }
}

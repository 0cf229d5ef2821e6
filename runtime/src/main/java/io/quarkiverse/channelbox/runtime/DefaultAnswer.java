package io.quarkiverse.channelbox.runtime;

import java.io.IOException;
import java.util.Optional;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;

/** An answer, and what reads it. */
record DefaultAnswer(ClientAnswer answer, ObjectMapper mapper) implements Answer {

    @Override
    public String connectionId() {
        return answer.connectionId();
    }

    @Override
    public Optional<String> principal() {
        return answer.principal();
    }

    @Override
    public Optional<String> error() {
        return answer.error();
    }

    @Override
    public String json() {
        return answer.json();
    }

    @Override
    public <T> T data(Class<T> type) {
        return read(mapper.constructType(type));
    }

    @Override
    public <T> T data(TypeReference<T> type) {
        return read(mapper.getTypeFactory().constructType(type));
    }

    private <T> T read(JavaType type) {
        if (isError()) {
            throw new IllegalStateException("Connection " + connectionId() + " could not answer: see error()");
        }
        try {
            return mapper.readValue(json(), type);
        } catch (IOException e) {
            throw new PayloadException("The answer of connection " + connectionId() + " cannot be read as " + type.toCanonical()
                    + ": ask for a type that fits, or look at json()", e);
        }
    }

    /** For logs: not what was said. */
    @Override
    public String toString() {
        return (isError() ? "error" : "answer") + " of connection " + connectionId();
    }
}

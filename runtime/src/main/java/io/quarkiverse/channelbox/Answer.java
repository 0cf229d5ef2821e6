package io.quarkiverse.channelbox;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * What a client answered when it was {@linkplain Client#ask asked}. Immutable. All of it is the client's word: check it as what
 * comes in any message.
 * <p>
 * A REST method can return it as it is. As JSON it is {@code {"connectionId":…,"principal":…,"error":…,"data":…}}, without
 * {@code principal} and {@code error} if there is none.
 */
@JsonPropertyOrder({ "connectionId", "principal", "error", "data" })
@JsonSerialize(as = Answer.class)
public interface Answer {

    /** The id of the connection that answered. */
    @JsonProperty
    String connectionId();

    /** The name of the principal that was authenticated when it was opened. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    Optional<String> principal();

    /** Whether the client could not answer. */
    default boolean isError() {
        return error().isPresent();
    }

    /** Why the client could not answer, if it could not. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    Optional<String> error();

    /** The answer as JSON text; {@code null} as JSON has it if the client had nothing to say, or could not answer. */
    @JsonProperty("data")
    @JsonRawValue
    String json();

    /**
     * The answer, read by the application's {@code ObjectMapper}. A type that is named where this is called, as in
     * {@code data(Order.class)}, is registered for native binaries.
     *
     * @return {@code null} for JSON's null, unless the mapper has something else for it
     * @throws PayloadException if it cannot be read as that
     * @throws IllegalStateException if the client {@linkplain #isError() could not answer}
     */
    <T> @Nullable T data(Class<T> type);

    /**
     * Like {@link #data(Class)}, of a generic type: {@code data(new TypeReference<List<Order>>() {})}.
     *
     * @throws PayloadException if it cannot be read as that
     * @throws IllegalStateException if the client {@linkplain #isError() could not answer}
     */
    <T> @Nullable T data(TypeReference<T> type);
}

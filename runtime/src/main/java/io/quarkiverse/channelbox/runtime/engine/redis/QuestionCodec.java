package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Questions, answers and what came of them, as nodes tell each other: JSON. */
final class QuestionCodec {

    private QuestionCodec() {
    }

    static JsonObject encode(Question question) {
        return new JsonObject().put("kind", question.target().kind().name())
                .put("names", new JsonArray(question.target().names()))
                .put("event", question.event()).put("timeout", Durations.millis(question.timeout()))
                .put("type", question.payload().kind().name()).put("payload", question.payload().bytes());
    }

    static Question question(JsonObject json) {
        List<String> names = json.getJsonArray("names").stream().map(String.class::cast).toList();
        return new Question(new Target(Target.Kind.valueOf(json.getString("kind")), names), json.getString("event"),
                EncodedPayload.of(PayloadType.valueOf(json.getString("type")), json.getBinary("payload")),
                Duration.ofMillis(json.getLong("timeout")));
    }

    static JsonObject encode(ClientAnswer answer) {
        JsonObject json = new JsonObject().put("connection", answer.connectionId()).put("json", answer.json());
        answer.principal().ifPresent(principal -> json.put("principal", principal));
        answer.error().ifPresent(error -> json.put("error", error));
        return json;
    }

    static ClientAnswer answer(JsonObject json) {
        return new ClientAnswer(json.getString("connection"), Optional.ofNullable(json.getString("principal")),
                json.getString("json"), Optional.ofNullable(json.getString("error")));
    }

    static JsonObject encode(Asked asked) {
        return new JsonObject().put("found", asked.found()).put("asked", asked.asked()).put("late", asked.isLate());
    }

    static Asked asked(JsonObject json) {
        return new Asked(json.getInteger("found"), json.getInteger("asked"), json.getBoolean("late"));
    }
}

package io.quarkiverse.channelbox.runtime.command;

import java.nio.charset.StandardCharsets;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.ask.OpenQuestions;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.protocol.Command;

/** Clients answer what they were asked. Nobody is told whether anybody waited for it. */
@Singleton
public class AnswerCommands {

    private final OpenQuestions questions;

    public AnswerCommands(OpenQuestions questions) {
        this.questions = questions;
    }

    void answer(CommandClient client, Command.Answer command) {
        String json = command.error().isPresent() ? "null" : new String(command.data(), StandardCharsets.UTF_8);
        questions.answered(client.connection(), command.question(),
                new ClientAnswer(client.connection().id(), client.connection().principal(), json, command.error()));
    }
}

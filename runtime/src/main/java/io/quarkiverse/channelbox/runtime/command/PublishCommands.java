package io.quarkiverse.channelbox.runtime.command;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.membership.Authorizers;
import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.membership.TimeLimit;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkiverse.channelbox.runtime.settings.EndpointBindings;
import io.quarkiverse.channelbox.runtime.settings.GroupBinding.Permitted;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.smallrye.mutiny.Uni;

/** Members send to their groups when the endpoint lets them. */
@Singleton
public class PublishCommands {

    /** In characters; a UUID has 36. */
    private static final int MAX_KEY = 128;
    private static final int MAX_EVENT = 128;

    private final EndpointBindings bindings;
    private final GroupNameRules names;
    private final Authorizers authorizers;
    private final ClientMessages messages;

    public PublishCommands(EndpointBindings bindings, GroupNameRules names, Authorizers authorizers, ClientMessages messages) {
        this.bindings = bindings;
        this.names = names;
        this.authorizers = authorizers;
        this.messages = messages;
    }

    /** Completes when the client has been told; fails if it is refused. */
    Uni<Void> publish(CommandClient client, Command.Publish command) {
        String group = names.check(command.group());
        SendOptions options = options(client, command);
        if (!client.connection().isIn(group)) {
            throw new RefusedException(403, "only members publish to a group: join it first");
        }
        Permitted permitted = bindings.of(client.handshake().endpointId())
                .flatMap(binding -> binding.publishable(group, client.handshake()))
                .orElseThrow(() -> new RefusedException(403, "no client may publish to this group"));
        // Asked for here, where the command is known, on whichever thread the authorizers let it go on.
        Uni<Receipt> send = messages.publish(group, EncodedPayload.json(command.data()), options);
        // Each step captures the caller's context, which costs more than the send.
        Uni<Receipt> permittedSend = authorizers.areAny()
                ? new TimeLimit()
                        .on(authorizers.mayPublish(new ClientRequest(client, group, permitted, command.event())),
                                Authorizers.DECISION)
                        .chain(() -> send)
                : send;
        return permittedSend
                .invoke(receipt -> client.reply(command.ref(), receipt.id().orElse(null), null))
                .replaceWithVoid();
    }

    /** The keys of one user are not those of another. */
    private static SendOptions options(CommandClient client, Command.Publish command) {
        if (command.key().filter(key -> key.isEmpty() || key.length() > MAX_KEY).isPresent()) {
            throw new RefusedException(400, "'key' is empty or has more than " + MAX_KEY + " characters");
        }
        if (command.event().filter(event -> event.isEmpty() || event.length() > MAX_EVENT).isPresent()) {
            throw new RefusedException(400, "'event' is empty or has more than " + MAX_EVENT + " characters");
        }
        SendOptions options = SendOptions.defaults();
        if (command.event().isPresent()) {
            options = options.event(command.event().get());
        }
        if (command.key().isPresent()) {
            options = options.idempotencyKey(key(client.handshake().principal().orElse(""), command.key().get()));
        }
        return options;
    }

    /** The name's length tells where it ends: no name and key together are another name and another key. */
    static String key(String user, String key) {
        return user.length() + "/" + user + '/' + key;
    }
}

package io.quarkiverse.channelbox.deployment;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jboss.jandex.DotName;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** What more than one class looks for in the index. */
final class Names {

    static final DotName CHANNEL_GROUP = DotName.createSimple(ChannelGroup.class);
    static final DotName CHANNEL_GROUPS = DotName.createSimple(ChannelGroup.List.class);
    static final DotName ON_EVENT = DotName.createSimple(OnEvent.class);

    static final DotName ON_TEXT = DotName.createSimple(OnTextMessage.class);
    static final DotName ON_BINARY = DotName.createSimple(OnBinaryMessage.class);
    static final DotName ON_OPEN = DotName.createSimple(OnOpen.class);
    static final DotName ON_PING = DotName.createSimple(OnPingMessage.class);
    static final DotName ON_PONG = DotName.createSimple(OnPongMessage.class);
    static final DotName PATH_PARAM = DotName.createSimple(PathParam.class);

    static final DotName VOID = DotName.createSimple(Void.class);
    static final DotName MULTI = DotName.createSimple(Multi.class);
    static final DotName UNI = DotName.createSimple(Uni.class);
    /** What brings one value later. */
    static final Set<DotName> LATER = Set.of(UNI, DotName.createSimple(CompletionStage.class),
            DotName.createSimple(CompletableFuture.class));
    /** Of suspending functions of Kotlin. */
    static final DotName CONTINUATION = DotName.createSimple("kotlin.coroutines.Continuation");

    private Names() {
    }
}

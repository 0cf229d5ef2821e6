package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.config.HistoryStorage;
import io.quarkiverse.channelbox.runtime.config.PresenceBy;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.settings.PresenceSettings;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;

/** A node, and what it got. */
class RedisNode extends NoMembers implements EngineListener {

    final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    final List<Long> storedOffsets = Collections.synchronizedList(new ArrayList<>());
    final List<OptionalLong> gaps = Collections.synchronizedList(new ArrayList<>());
    RedisEngine engine;

    static GroupSettings settings(int historySize) {
        return new GroupSettings("*", Duration.ofHours(1), PayloadType.AUTO, 0, OptionalInt.empty(), 1024,
                SlowConsumerPolicy.DISCONNECT, HistoryStorage.ON_REQUEST, historySize, 100_000_000, Optional.empty(), 100_000,
                new PresenceSettings(true, 1000, PresenceBy.CONNECTION, Duration.ZERO));
    }

    /** Does not wait until it is connected. */
    CompletableFuture<Void> start(RedisEngines engines, String server, String prefix, Duration timeout) {
        engine = engines.create(this, new SystemTimeSource(), server, prefix, timeout);
        return engine.start(this);
    }

    @Override
    public int onMessage(Delivery delivery) {
        texts.add(delivery.payload().text());
        if (delivery.publication().store()) {
            storedOffsets.add(delivery.position().offset());
        }
        return 1;
    }

    @Override
    public void onGap(String group, OptionalLong missed) {
        gaps.add(missed);
    }

    LogStart join(String group) {
        return engine.subscribe(group, ReplayRequest.last(0)).await().indefinitely();
    }

    CompletableFuture<Receipt> send(String text, SendOptions options) {
        return send("g", text, options);
    }

    CompletableFuture<Receipt> send(String group, String text, SendOptions options) {
        return send(new Target(Target.Kind.GROUP, List.of(group)), text, options, settings(100_000));
    }

    CompletableFuture<Receipt> send(Target target, String text, SendOptions options, GroupSettings settings) {
        return engine.publish(new Publication(target, EncodedPayload.text(text), options, settings, options.isSaveHistory()))
                .subscribeAsCompletionStage();
    }

    /** Of the group g. */
    List<StoredMessage> log() {
        return engine.history("g", HistoryQuery.all()).await().indefinitely();
    }

    List<String> history() {
        return log().stream().map(StoredMessage::text).toList();
    }
}

package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.runtime.engine.redis.GroupPipe.Batch;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.vertx.redis.client.Command;

/** What the script is called with that publishes a batch; it says what all this means. */
final class PublishCall {

    /** How long a script has, at the least, before its deadline. */
    static final long MARGIN_MILLIS = 20;
    private static final long OUTCOME_LIFE_MILLIS = 120_000;
    /** A node knows the clock of Redis about, and what is read is looked at anyway. */
    private static final long STREAM_GRACE_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int FIXED_ARGUMENTS = 13;
    private static final int ARGUMENTS_PER_MESSAGE = 5;

    private final RedisLink link;
    private final RedisKeys keys;
    private final String node;
    private final int maxIdempotencyKeys;

    /** @param maxIdempotencyKeys how many of a group are remembered */
    PublishCall(RedisLink link, RedisKeys keys, String node, int maxIdempotencyKeys) {
        this.maxIdempotencyKeys = maxIdempotencyKeys;
        this.link = link;
        this.keys = keys;
        this.node = node;
    }

    List<String> keys(Target target) {
        if (target == GroupPipes.BROADCAST) {
            return List.of(keys.broadcastMeta(), keys.broadcastStream(), keys.broadcastOutcome(node));
        }
        String group = target.name();
        return List.of(keys.meta(group), keys.stream(group), keys.outcome(group, node), keys.idempotencyKeys(group),
                keys.idempotencyOrder(group));
    }

    /** The first of the keys. */
    String meta(Target target) {
        return target == GroupPipes.BROADCAST ? keys.broadcastMeta() : keys.meta(target.name());
    }

    /** The link is up. */
    List<Object> arguments(Target target, Batch batch) {
        boolean isBroadcast = target == GroupPipes.BROADCAST;
        String meta = meta(target);
        List<PendingSend> sends = batch.sends();
        long first = sends.stream().filter(send -> !send.isDone()).mapToLong(PendingSend::deadline).min().orElse(0);
        GroupSettings settings = sends.get(sends.size() - 1).publication().settings();
        List<Object> arguments = new ArrayList<>(FIXED_ARGUMENTS + ARGUMENTS_PER_MESSAGE * sends.size());
        arguments.add(link.serverTime(meta) + first - EngineLoop.millis() - MARGIN_MILLIS);
        arguments.add(batch.number());
        arguments.add(OUTCOME_LIFE_MILLIS);
        arguments.add(link.runId(meta));
        arguments.add(StoredLog.newEpoch());
        arguments.add(isBroadcast ? keys.allChannel() : keys.channel(target.name()));
        arguments.add((isBroadcast ? Command.PUBLISH : link.publishCommand(meta)).toString());
        arguments.add(StoredLog.EMPTY_LIFE_MILLIS);
        arguments.add(settings == null ? 0 : settings.historySize());
        arguments.add(settings == null ? 0 : settings.historyMaxBytes());
        arguments.add(settings == null ? 0 : settings.historyTtl().map(PublishCall::streamLife).orElse(0L));
        arguments.add(settings == null ? 0 : Durations.millis(settings.idempotencyWindow()));
        arguments.add(maxIdempotencyKeys);
        for (PendingSend send : sends) {
            Publication publication = send.publication();
            arguments.add(node + ':' + send.number());
            arguments.add(send.message());
            arguments.add(publication.store() ? publication.payload().size() : -1);
            arguments.add(publication.store() ? expiry(publication, meta) : 0L);
            arguments.add(publication.options().getIdempotencyKey().map(key -> 'k' + key).orElse(""));
        }
        return arguments;
    }

    private long expiry(Publication publication, String meta) {
        Duration shortest = publication.settings().historyTtl().orElse(null);
        Duration own = publication.options().getTtl().orElse(null);
        if (shortest == null || own != null && own.compareTo(shortest) < 0) {
            shortest = own;
        }
        return shortest == null || Durations.isForEver(shortest) ? 0 : link.now(meta) + Durations.millis(shortest);
    }

    private static long streamLife(Duration ttl) {
        return Durations.isForEver(ttl) ? 0 : Durations.millis(ttl) + STREAM_GRACE_MILLIS;
    }
}

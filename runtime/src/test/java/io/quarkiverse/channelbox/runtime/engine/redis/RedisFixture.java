package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

import io.quarkiverse.channelbox.testclient.RedisServer;

/** A Redis server and nodes that share their groups through it. */
abstract class RedisFixture {

    /** Longer than Redis is away for a restart, however slow the machine is. */
    static final Duration PATIENT = Duration.ofMinutes(1);

    final RedisServer server = RedisServer.start();
    final RedisEngines engines = new RedisEngines();
    final String prefix = RedisEngines.newPrefix();

    @AfterEach
    void stop() {
        try {
            engines.close();
        } finally {
            server.close();
        }
    }

    /** How often the server has done a command. */
    int calls(String command) {
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(server.command("INFO", "commandstats"));
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }

    static String address(int port) {
        return "redis://127.0.0.1:" + port;
    }

    /** The end of what must not take for ever. */
    static <T> T inTime(CompletableFuture<T> future) {
        return future.orTimeout(90, TimeUnit.SECONDS).join();
    }

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }
}

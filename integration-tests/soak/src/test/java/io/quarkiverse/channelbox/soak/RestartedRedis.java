package io.quarkiverse.channelbox.soak;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.testclient.RedisServer;

/** A Redis that is killed now and then, and is back a moment later with all that it had confirmed. */
final class RestartedRedis implements AutoCloseable {

    private static final int MAX_SECONDS_UP = 20;
    private static final int MAX_MILLIS_DOWN = 1_000;

    private final RedisServer redis = RedisServer.start();
    private final Random random;
    private volatile boolean isRestarted;

    RestartedRedis(long seed) {
        random = new Random(seed);
        Thread thread = new Thread(this::run, "restarts of Redis");
        thread.setDaemon(true);
        thread.start();
    }

    String[] options() {
        return new String[] { "-Dquarkus.channel-box.engine=redis",
                "-Dquarkus.redis.hosts=redis://127.0.0.1:" + redis.port() };
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1 + random.nextInt(MAX_SECONDS_UP));
                if (isRestarted) {
                    redis.kill();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_MILLIS_DOWN));
                    redis.startAgain();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it is from now on; at first it is not. */
    void restart(boolean is) {
        isRestarted = is;
    }

    @Override
    public void close() {
        redis.close();
    }
}

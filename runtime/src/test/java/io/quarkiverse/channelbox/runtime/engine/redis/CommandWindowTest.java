package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;

class CommandWindowTest {

    private final CommandWindow window = new CommandWindow(2);
    private final List<Integer> sent = new ArrayList<>();
    private final List<Promise<Response>> open = new ArrayList<>();

    private Future<Response> submit(int number) {
        return window.submit(() -> {
            sent.add(number);
            Promise<Response> reply = Promise.promise();
            open.add(reply);
            return reply.future();
        });
    }

    @Test
    void theOthersWaitForReplies() {
        for (int i = 1; i <= 5; i++) {
            submit(i);
        }
        assertEquals(List.of(1, 2), sent);
        open.get(0).complete();
        assertEquals(List.of(1, 2, 3), sent);
        open.get(1).fail("refused");
        open.get(2).complete();
        assertEquals(List.of(1, 2, 3, 4, 5), sent);
    }

    @Test
    void whatWaitsFailsWithTheConnection() {
        submit(1);
        submit(2);
        Future<Response> third = submit(3);
        Exception lost = new Exception("lost");
        window.clear(lost);
        assertSame(lost, third.cause());
        submit(4);
        submit(5);
        // They hold no room that is another's by now.
        open.get(0).complete();
        open.get(1).fail("lost, too");
        submit(6);
        assertEquals(List.of(1, 2, 4, 5), sent);
    }

    @Test
    void whatHearsOfALossMaySendAgain() {
        submit(1);
        submit(2);
        submit(3).onFailure(lost -> submit(4));
        window.clear(new Exception("lost"));
        assertEquals(List.of(1, 2, 4), sent);
    }

    @Test
    void anyNumberMayFailAtOnce() {
        submit(1);
        submit(2);
        List<Future<Response>> all = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            all.add(window.submit(() -> Future.failedFuture("refused")));
        }
        open.get(0).complete();
        assertTrue(all.stream().allMatch(Future::failed));
    }
}

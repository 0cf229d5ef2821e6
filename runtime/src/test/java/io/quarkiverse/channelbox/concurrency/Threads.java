package io.quarkiverse.channelbox.concurrency;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Has threads run into each other. In each round each of them makes a few calls, drawn from those that there are; what they
 * return, and what is there at the end, must be what one thread gets that makes them one after the other, in some order.
 * <p>
 * {@code -Dconcurrency.effort=100} looks a hundred times as long as the build does.
 *
 * @param <M> what is checked
 */
public final class Threads<M> {

    private record Call<M>(String name, BiFunction<M, Integer, Object> action) {
    }

    private static final int THREADS = 3;
    private static final int CALLS = 3;
    private static final int EFFORT = Integer.getInteger("concurrency.effort", 1);
    /** A call begins up to so much after the one before, so that they meet at any place. */
    private static final int PAUSE_NANOS = 3_000;

    private final Supplier<M> maker;
    private final Function<M, Object> end;
    private final List<Call<M>> calls = new ArrayList<>();
    private final Random random = new Random(Long.getLong("concurrency.seed", 1));

    /** @param end what is there when all calls have been made, and settles what they left open */
    public Threads(Supplier<M> maker, Function<M, Object> end) {
        this.maker = maker;
        this.end = end;
    }

    /** @param action gets the number of the thread that makes the call */
    public Threads<M> call(String name, BiFunction<M, Integer, Object> action) {
        calls.add(new Call<>(name, action));
        return this;
    }

    /** What the calls return is one step each to all who look. */
    public void areSteps(int rounds) {
        run(rounds, true);
    }

    /** Whatever the calls return, what is there at the end is the same for any order of them. */
    public void endAlike(int rounds) {
        run(rounds, false);
    }

    private void run(int rounds, boolean areSteps) {
        // Mutiny looks for its interceptors at the first use, which it cannot do in several threads at once.
        Uni.createFrom().item(0).map(any -> any).await().indefinitely();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < rounds * EFFORT; round++) {
                List<List<Call<M>>> drawn = draw();
                M model = maker.get();
                List<List<Object>> results = run(executor, model, drawn);
                Object atEnd = end.apply(model);
                if (!find(drawn, results, atEnd, areSteps, new ArrayList<>())) {
                    fail("No order of the calls leads to this, in round " + round + ":\n" + text(drawn, results) + "end: "
                            + atEnd);
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private List<List<Call<M>>> draw() {
        List<List<Call<M>>> drawn = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            List<Call<M>> ofThread = new ArrayList<>();
            for (int i = random.nextInt(CALLS) + 1; i > 0; i--) {
                ofThread.add(calls.get(random.nextInt(calls.size())));
            }
            drawn.add(ofThread);
        }
        return drawn;
    }

    private List<List<Object>> run(ExecutorService executor, M model, List<List<Call<M>>> drawn) {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<CompletableFuture<List<Object>>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            Random pauses = new Random(random.nextLong());
            running.add(CompletableFuture.supplyAsync(() -> {
                await(start);
                List<Object> results = new ArrayList<>();
                for (Call<M> call : drawn.get(thread)) {
                    long until = System.nanoTime() + pauses.nextInt(PAUSE_NANOS);
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    results.add(call.action().apply(model, thread));
                }
                return results;
            }, executor));
        }
        return running.stream().map(each -> each.orTimeout(60, TimeUnit.SECONDS).join()).toList();
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks for an order that leads to the results. @param order of threads, as far as it has been chosen */
    private boolean find(List<List<Call<M>>> drawn, List<List<Object>> results, Object atEnd, boolean areSteps,
            List<Integer> order) {
        if (!isPossible(drawn, results, atEnd, areSteps, order)) {
            return false;
        }
        if (order.size() == drawn.stream().mapToInt(List::size).sum()) {
            return true;
        }
        for (int thread = 0; thread < THREADS; thread++) {
            int of = thread;
            if (order.stream().filter(each -> each == of).count() < drawn.get(thread).size()) {
                order.add(thread);
                if (find(drawn, results, atEnd, areSteps, order)) {
                    return true;
                }
                order.remove(order.size() - 1);
            }
        }
        return false;
    }

    private boolean isPossible(List<List<Call<M>>> drawn, List<List<Object>> results, Object atEnd, boolean areSteps,
            List<Integer> order) {
        boolean isAll = order.size() == drawn.stream().mapToInt(List::size).sum();
        if (!areSteps && !isAll) {
            return true;
        }
        M model = maker.get();
        int[] next = new int[THREADS];
        for (int thread : order) {
            int call = next[thread]++;
            Object result = drawn.get(thread).get(call).action().apply(model, thread);
            if (areSteps && !result.equals(results.get(thread).get(call))) {
                return false;
            }
        }
        return !isAll || end.apply(model).equals(atEnd);
    }

    private static <M> String text(List<List<Call<M>>> drawn, List<List<Object>> results) {
        StringBuilder text = new StringBuilder();
        for (int thread = 0; thread < THREADS; thread++) {
            String[] calls = new String[drawn.get(thread).size()];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = drawn.get(thread).get(i).name() + " = " + results.get(thread).get(i);
            }
            text.append("thread ").append(thread).append(": ").append(Arrays.toString(calls)).append('\n');
        }
        return text.toString();
    }
}

package io.quarkiverse.channelbox.runtime.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.fuzz.Seeds;

/** Any interleaving leaves what a simple model has. */
class LogPropertyTest {

    private static final int STEPS = 200;

    @Test
    void aLogIsAList() {
        Seeds.each(300, random -> {
            LogModel model = new LogModel(random::nextInt);
            for (int i = 0; i < STEPS; i++) {
                model.step();
            }
        });
    }

    private record Key(String key, Receipt receipt, long until) {
    }

    /** The window of a group is the same for all its keys. */
    @Test
    void idempotencyKeysAreAListOfTheNewestOnes() {
        Seeds.each(300, random -> {
            Receipts receipts = new Receipts();
            List<Key> expected = new ArrayList<>();
            long now = 0;
            int window = 1 + random.nextInt(20);
            int most = 1 + random.nextInt(5);
            for (int i = 0; i < STEPS; i++) {
                now += random.nextInt(4);
                String key = "k" + random.nextInt(8);
                long time = now;
                switch (random.nextInt(10)) {
                    case 0 -> {
                        expected.removeIf(each -> each.until() <= time);
                        assertEquals(expected.isEmpty() ? Long.MAX_VALUE : expected.get(0).until(), receipts.trim(now));
                    }
                    case 1 -> {
                        receipts.removeOldest();
                        expected.stream().findFirst().ifPresent(expected::remove);
                    }
                    case 2 -> {
                        if (random.nextInt(5) == 0) {
                            receipts.clear();
                            expected.clear();
                        }
                    }
                    case 3, 4, 5, 6 -> {
                        Receipt receipt = Receipt.notStored(i);
                        receipts.put(key, receipt, now + window, most);
                        expected.removeIf(each -> each.key().equals(key));
                        expected.add(new Key(key, receipt, now + window));
                        if (expected.size() > most) {
                            expected.remove(0);
                        }
                    }
                    default -> expected.stream().filter(each -> each.key().equals(key) && each.until() > time).findFirst()
                            .ifPresentOrElse(each -> assertSame(each.receipt(), receipts.get(key, time)),
                                    () -> assertNull(receipts.get(key, time)));
                }
                assertEquals(expected.size(), receipts.size());
                assertEquals(expected.isEmpty(), receipts.isEmpty());
            }
        });
    }

    /** The debtor is the first of those that can give in the order of their use. */
    @Test
    void aQuotaKnowsWhoWasNotUsedForTheLongest() {
        Seeds.each(300, random -> {
            long max = random.nextInt(60);
            Quota quota = new Quota(max);
            Quotas none = new Quotas(Limits.NONE);
            List<GroupLog> logs = new ArrayList<>();
            List<Quota.Share> shares = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                logs.add(new GroupLog("g" + i, none));
                shares.add(quota.share(logs.get(i)));
            }
            long[] amounts = new long[logs.size()];
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                Integer one = random.nextInt(logs.size());
                if (random.nextBoolean()) {
                    amounts[one] = random.nextInt(20);
                    boolean canGive = random.nextInt(3) > 0;
                    quota.set(shares.get(one), amounts[one], canGive);
                    if (!canGive) {
                        order.remove(one);
                    } else if (!order.contains(one)) {
                        order.add(one);
                    }
                } else {
                    quota.used(shares.get(one));
                    if (order.remove(one)) {
                        order.add(one);
                    }
                }
                long total = 0;
                for (long amount : amounts) {
                    total += amount;
                }
                assertEquals(total, quota.total());
                assertSame(total > max && !order.isEmpty() ? logs.get(order.get(0)) : null, quota.debtor());
            }
        });
    }
}

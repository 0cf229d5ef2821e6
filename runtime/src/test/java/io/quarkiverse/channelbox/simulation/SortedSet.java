package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sorted set of the model of Redis. */
final class SortedSet {

    private final Map<String, Double> scores = new LinkedHashMap<>();

    SortedSet copy() {
        SortedSet copy = new SortedSet();
        copy.scores.putAll(scores);
        return copy;
    }

    long size() {
        return scores.size();
    }

    /** @param arguments of {@code ZADD} after the key */
    long add(List<String> arguments) {
        boolean isOnlyLess = arguments.get(0).equals("LT");
        List<String> pairs = isOnlyLess ? arguments.subList(1, arguments.size()) : arguments;
        long added = 0;
        for (int i = 0; i < pairs.size(); i += 2) {
            double score = number(pairs.get(i));
            Double known = scores.get(pairs.get(i + 1));
            if (known == null || !isOnlyLess || score < known) {
                scores.put(pairs.get(i + 1), score);
            }
            added += known == null ? 1 : 0;
        }
        return added;
    }

    boolean remove(String member) {
        return scores.remove(member) != null;
    }

    /** {@code null} for one that is not there. */
    String score(String member) {
        Double score = scores.get(member);
        return score == null ? null : text(score);
    }

    private List<Map.Entry<String, Double>> inOrder() {
        List<Map.Entry<String, Double>> all = new ArrayList<>(scores.entrySet());
        all.sort(Map.Entry.<String, Double> comparingByValue().thenComparing(Map.Entry.comparingByKey()));
        return all;
    }

    /** Members by rank, both included; a negative one counts from the end. */
    List<Object> range(int from, int to) {
        int size = scores.size();
        int first = Math.max(0, from < 0 ? size + from : from);
        int last = Math.min(size - 1, to < 0 ? size + to : to);
        return first > last ? List.of()
                : new ArrayList<>(inOrder().subList(first, last + 1).stream().map(Map.Entry::getKey).toList());
    }

    /** @param arguments of {@code ZRANGEBYSCORE} after the key */
    List<Object> rangeByScore(List<String> arguments) {
        double from = number(arguments.get(0));
        double to = number(arguments.get(1));
        boolean isLimited = arguments.size() > 2;
        return new ArrayList<>(inOrder().stream().filter(entry -> entry.getValue() >= from && entry.getValue() <= to)
                .skip(isLimited ? Long.parseLong(arguments.get(3)) : 0)
                .limit(isLimited ? Long.parseLong(arguments.get(4)) : Long.MAX_VALUE).map(Map.Entry::getKey).toList());
    }

    /** Members and scores. */
    List<Object> all() {
        List<Object> all = new ArrayList<>();
        inOrder().forEach(entry -> all.addAll(List.of(entry.getKey(), text(entry.getValue()))));
        return all;
    }

    private static double number(String score) {
        return switch (score) {
            case "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(score);
        };
    }

    private static String text(double score) {
        return Double.isInfinite(score) ? score > 0 ? "inf" : "-inf"
                : score == Math.rint(score) ? Long.toString((long) score) : Double.toString(score);
    }
}

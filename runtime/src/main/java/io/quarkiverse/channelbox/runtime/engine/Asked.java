package io.quarkiverse.channelbox.runtime.engine;

/**
 * What came of asking clients, besides their answers.
 *
 * @param found how many connections were meant
 * @param asked how many of them were asked, since they could be
 * @param isLate whether the time was up before all had answered or gone
 */
public record Asked(int found, int asked, boolean isLate) {

    public static final Asked NOBODY = new Asked(0, 0, false);

    public Asked plus(Asked other) {
        return new Asked(found + other.found, asked + other.asked, isLate || other.isLate);
    }
}

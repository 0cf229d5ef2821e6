package io.quarkiverse.channelbox.runtime.lane;

import java.util.Arrays;
import java.util.List;

/**
 * The members of a group on a lane, and beside each the way to its socket past the pipeline: where that is open, the fan-out
 * touches nothing of the member itself, since with many members most of its time would go into fetching that into the caches.
 * Used on the lane.
 */
final class MemberList {

    private static final int FEW = 4;

    /** Most groups have one. */
    private Member[] members = new Member[1];
    /** {@code null} for those to which nothing has gone yet, or nothing can. */
    private Bypass[] bypasses = new Bypass[1];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    Member get(int index) {
        return members[index];
    }

    Bypass bypass(int index) {
        return bypasses[index];
    }

    void bypass(Member member, Bypass bypass) {
        bypasses[member.laneIndex()] = bypass;
    }

    void add(Member member) {
        if (size == members.length) {
            int length = Math.max(FEW, 2 * size);
            members = Arrays.copyOf(members, length);
            bypasses = Arrays.copyOf(bypasses, length);
        }
        member.laneIndex(size);
        members[size++] = member;
    }

    /** The last one takes its place. */
    void remove(Member member) {
        int index = member.laneIndex();
        size--;
        members[index] = members[size];
        bypasses[index] = bypasses[size];
        members[index].laneIndex(index);
        members[size] = null;
        bypasses[size] = null;
        member.laneIndex(Member.OFF_LANE);
    }

    List<Member> copy() {
        return List.of(Arrays.copyOf(members, size));
    }
}

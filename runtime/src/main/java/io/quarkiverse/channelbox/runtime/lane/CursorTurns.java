package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayDeque;
import java.util.Queue;

/** The cursors of one connection in turn, so that one that is in many groups has one slice on its way. Used on the lane. */
final class CursorTurns {

    /** The one that may read and write a slice now. */
    private Cursor turn;
    private Queue<Cursor> waiting;

    /** Lets a cursor read and write, now or when those that came before have had their turn. */
    void ask(Cursor cursor) {
        if (turn == null) {
            turn = cursor;
            cursor.proceed();
        } else {
            if (waiting == null) {
                waiting = new ArrayDeque<>();
            }
            waiting.add(cursor);
        }
    }

    void end(Cursor cursor) {
        if (turn == cursor) {
            turn = waiting == null ? null : waiting.poll();
            if (turn != null) {
                turn.proceed();
            }
        }
    }

    /** Nobody is waited for any more. */
    void end() {
        waiting = null;
    }
}

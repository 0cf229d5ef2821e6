package io.quarkiverse.channelbox.soak;

import static io.quarkiverse.channelbox.testclient.RawFrames.hex;
import static io.quarkiverse.channelbox.testclient.RawFrames.masked;

import java.util.Set;

/** What becomes of a connection, and how the server may end it then. */
enum Fault {

    /** As it should be. */
    LEAVE(1000) {
        @Override
        void happen(Session session) {
            session.write(masked(0x88, hex("03e8")));
        }
    },
    RESET {
        @Override
        void happen(Session session) {
            session.reset();
        }
    },
    /** In the midst of a frame. */
    RESET_IN_FRAME {
        @Override
        void happen(Session session) {
            session.write(Garbage.half(session.random()));
            session.reset();
        }
    },
    HALF_CLOSE(Session.CUT_OFF) {
        @Override
        void happen(Session session) {
            session.closeHalf();
        }
    },
    /** Does not read for a while, and has lost nothing then. */
    PAUSE {
        @Override
        void happen(Session session) {
            session.reads(false);
            session.after(500 + session.random().nextInt(2_500), () -> {
                session.reads(true);
                session.after(500, () -> LEAVE.begin(session));
            });
        }
    },
    /** Reads nothing any more. */
    STALL(Session.CUT_OFF, 1013, 4408) {
        @Override
        void happen(Session session) {
            session.stall();
        }
    },
    /** Asks for more than it may leave unread. */
    UNREAD_REPLIES(Session.CUT_OFF, 1013, 4408) {
        @Override
        void happen(Session session) {
            session.reads(false);
            String large = "x".repeat(60_000);
            for (int i = 0; i < 60; i++) {
                session.conversation().echo(large);
            }
            session.stall();
        }
    },
    TOO_MANY_MESSAGES(1008) {
        @Override
        void happen(Session session) {
            byte[] frame = masked(0x81, "{\"channelbox\":\"pong\"}");
            for (int i = 0; i < 2 * Server.BURST; i++) {
                session.write(frame);
            }
        }
    },
    BAD_FRAME(1002) {
        @Override
        void happen(Session session) {
            session.write(Garbage.badFrame(session.random()));
        }
    },
    BAD_UTF8(1007) {
        @Override
        void happen(Session session) {
            session.write(Garbage.badUtf8(session.random()));
        }
    },
    BAD_TYPE(1003) {
        @Override
        void happen(Session session) {
            session.write(Garbage.badType(session.random()));
        }
    },
    TOO_LARGE(1009) {
        @Override
        void happen(Session session) {
            session.write(Garbage.tooLarge(session.random()));
        }
    },
    BAD_DEFLATE(1007) {
        @Override
        void happen(Session session) {
            session.write(Garbage.badDeflate(session.random()));
        }
    },
    BOMB(1009) {
        @Override
        void happen(Session session) {
            session.write(Garbage.bomb(session.random()));
        }
    },
    /** Any bytes; they may be the beginning of something. */
    NOISE(Session.CUT_OFF, 1000, 1002, 1003, 1007, 1009) {
        @Override
        void happen(Session session) {
            session.write(Garbage.noise(session.random()));
            session.after(500, session::reset);
        }
    },
    BAD_COMMANDS {
        @Override
        void happen(Session session) {
            session.conversation().askWrongly(session.random());
            session.after(500, () -> LEAVE.begin(session));
        }
    },
    TOKEN_EXPIRES(1008) {
        @Override
        void happen(Session session) {
            // It came with one that does, by itself.
        }
    },
    /** Before the connection. */
    HALF_UPGRADE(1000) {
        @Override
        void happen(Session session) {
            LEAVE.happen(session);
        }
    };

    private final Set<Integer> ends;

    Fault(Integer... ends) {
        this.ends = Set.of(ends);
    }

    /** How the server may end the connection; empty: not at all. */
    Set<Integer> ends() {
        return ends;
    }

    boolean needsDeflate() {
        return this == BAD_DEFLATE || this == BOMB;
    }

    void begin(Session session) {
        if (!session.isEnded()) {
            session.mayEndWith(ends);
            happen(session);
        }
    }

    abstract void happen(Session session);
}

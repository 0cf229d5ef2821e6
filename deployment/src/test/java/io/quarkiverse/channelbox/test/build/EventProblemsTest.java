package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Multi;

/** Everything that is wrong with events is said by one build, with what is wrong with groups. */
class EventProblemsTest {

    private static final String HERE = EventProblemsTest.class.getName();

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(EventProblemsTest.class,
            "@OnEvent(\"twice\") on " + HERE + "$Wrong#two() handles the event that " + HERE + "$Wrong#one() handles, too",
            "@OnEvent(\"\") on " + HERE + "$Wrong#nameless() has no name; name the event: @OnEvent(\"nameless\")",
            "#fixed() is static", "#hidden() is private",
            "#both() cannot be called: its parameter 'b' is the second one for the data",
            "#path() cannot be called: its parameter 'number' has @PathParam and is no String",
            "#reason() cannot be called: its parameter 'reason' is of the type " + CloseReason.class.getName(),
            "#many() returns a Multi",
            "$Wrong#generic() cannot be called: its parameter 'data' is of the type T".replace("$Wrong", "$Base"),
            "@OnEvent(\"room\") on " + HERE + "$Room#room() wants the path parameter 'romo', but the path of the endpoint has"
                    + " [room]; add {romo} to the path",
            "@OnEvent(\"stray\") on " + HERE + "$Stray#stray() is not on an endpoint",
            "@OnEvent(\"abstract\") on " + HERE + "$Abstract#none() is on a class that is no bean",
            "@ChannelGroup(\"wrong-{\")")
            .withApplicationRoot(root -> root.addClasses(Base.class, Wrong.class, Room.class, Stray.class, Abstract.class));

    public abstract static class Base<T> {
        @OnEvent("generic")
        void generic(T data) {
        }
    }

    @WebSocket(path = "/wrong")
    @ChannelGroup("wrong-{")
    public static class Wrong extends Base<String> {

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("twice")
        void one() {
        }

        @OnEvent("twice")
        void two() {
        }

        @OnEvent("")
        void nameless() {
        }

        @OnEvent("static")
        static void fixed() {
        }

        @OnEvent("private")
        private void hidden() {
        }

        @OnEvent("both")
        void both(String a, int b) {
        }

        @OnEvent("path")
        void path(@PathParam("number") int number) {
        }

        @OnEvent("reason")
        void reason(CloseReason reason) {
        }

        @OnEvent("many")
        Multi<String> many() {
            return Multi.createFrom().empty();
        }
    }

    @WebSocket(path = "/room/{room}")
    public static class Room {

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("room")
        void room(@PathParam("romo") String room) {
        }
    }

    public static class Stray {
        @OnEvent("stray")
        void stray() {
        }
    }

    @WebSocket(path = "/abstract")
    public abstract static class Abstract {

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("abstract")
        void none() {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}

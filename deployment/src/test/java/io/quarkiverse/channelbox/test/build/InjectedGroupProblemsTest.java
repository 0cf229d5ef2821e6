package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Where it cannot be known which group is injected, the build says so, of every place at once. */
class InjectedGroupProblemsTest {

    private static final String HERE = InjectedGroupProblemsTest.class.getName();
    private static final String CURE = "; inject ChannelBox, and use channelBox.group(name)";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Base.class, One.class, Several.class, OnRequest.class, Plain.class,
                    Service.class))
            .assertException(InjectedGroupProblemsTest::check);

    private static void check(Throwable failure) {
        String all = BuildFailure.check(failure,
                "@Inject Group at " + HERE + "$Base#group cannot be known: " + HERE
                        + "$Several has several @ChannelGroup, [\"one\", \"two-{room}\"]" + CURE,
                "@Inject Group at " + HERE + "$Base#group cannot be known: @ChannelGroup(\"three\") on " + HERE
                        + "$OnRequest has join = ON_REQUEST, so that a connection may be in any number of such groups" + CURE,
                "@Inject Group at " + HERE + "$Base#group cannot be known: " + HERE
                        + "$Plain is no endpoint with @ChannelGroup" + CURE,
                "@Inject Group at the constructor of " + HERE + "$Service cannot be known: " + HERE
                        + "$Service is no endpoint with @ChannelGroup" + CURE,
                "@Inject Group at " + HERE + "$Service#set() cannot",
                "@Inject Group at " + HERE + "$Service#started() cannot",
                "@Inject Group at " + HERE + "$Service#later cannot");
        assertFalse(all.contains("$One"), all);
    }

    public abstract static class Base {

        @Inject
        Group group;

        @OnTextMessage
        String name(String text) {
            return group.name();
        }
    }

    @WebSocket(path = "/one")
    @ChannelGroup("one")
    public static class One extends Base {
    }

    @WebSocket(path = "/several/{room}")
    @ChannelGroup("one")
    @ChannelGroup("two-{room}")
    public static class Several extends Base {
    }

    @WebSocket(path = "/on-request")
    @ChannelGroup(value = "three", join = ChannelGroup.JoinMode.ON_REQUEST)
    public static class OnRequest extends Base {
    }

    @WebSocket(path = "/plain")
    public static class Plain extends Base {
    }

    @Singleton
    public static class Service {

        @Inject
        Instance<Group> later;

        public Service(Group group) {
        }

        @Inject
        void set(Group group) {
        }

        void started(@Observes StartupEvent event, Group group) {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}

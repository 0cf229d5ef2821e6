package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** The build says once where it cannot tell what is sent, and what to do. */
class UnknownPayloadTest {

    record Order(String item) {
    }

    interface Unimplemented {
    }

    @ApplicationScoped
    public static class Sender {

        @Inject
        ChannelBox channelBox;

        void any(Object payload) {
            channelBox.group("a").sendAndForget(payload);
        }

        void none(List<Unimplemented> payload) {
            channelBox.group("a").sendAndForget(payload);
        }

        void known(Order order) {
            channelBox.group("a").sendAndForget(order);
            channelBox.group("a").sendAndForget("text");
        }
    }

    public record Envelope(String type, Object data) {
    }

    @WebSocket(path = "/b/{room}")
    @ChannelGroup("b-{room}")
    public static class Endpoint {

        @OnTextMessage
        void in(Map<String, Object> message) {
        }
    }

    @GroupPublisher("b-{room}")
    public interface Uncalled {
        void push(String room, Map<String, Object> payload);

        void known(String room, Envelope payload);
    }

    @ApplicationScoped
    public static class Enveloping {

        @Inject
        Uncalled uncalled;

        void any(Object data) {
            uncalled.known("room", new Envelope("a", data));
        }
    }

    @ApplicationScoped
    @RegisterForReflection(targets = Order.class, registerFullHierarchy = true)
    public static class Registering {

        @Inject
        ChannelBox channelBox;

        void any(Object payload) {
            channelBox.group("a").sendAndForget(payload);
        }
    }

    @RegisterExtension
    static final QuarkusUnitTest TEST = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Order.class, Unimplemented.class, Sender.class,
                    Registering.class, Envelope.class, Endpoint.class, Uncalled.class, Enveloping.class))
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(records -> {
                List<String> warnings = records.stream().filter(each -> each.getLoggerName().endsWith("PayloadTypesProcessor"))
                        .map(each -> new PatternFormatter("%s").format(each)).toList();
                assertEquals(1, warnings.size(), warnings::toString);
                String warning = warnings.get(0);
                String sender = Sender.class.getName();
                assertTrue(warning.contains(sender + "#any(), line 42\n"), warning);
                assertTrue(warning.contains(sender + "#none(), line 46 (nothing is known that implements "
                        + Unimplemented.class.getName() + ")\n"), warning);
                String publisher = Uncalled.class.getName();
                assertTrue(warning.contains(publisher + "#push()\n"), warning);
                assertTrue(warning.contains(publisher + "#known() (property 'data' of " + Envelope.class.getName() + ")\n"),
                        warning);
                assertTrue(warning.contains("@RegisterForReflection(targets = X.class, registerFullHierarchy = true)"),
                        warning);
                assertFalse(warning.contains("Sender#known()") || warning.contains("Registering"), warning);
            });

    @Test
    void theApplicationStarts() {
        // What is asserted is the log of the build.
    }
}

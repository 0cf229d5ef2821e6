package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Event;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SaveHistory;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Everything that is wrong with publishers is said by one build. */
class PublisherProblemsTest {

    private static final String HERE = PublisherProblemsTest.class.getName();
    private static final String METHODS = "@GroupPublisher(\"orders-{customer}\") on " + HERE + "$Methods: ";

    @RegisterExtension
    static final QuarkusUnitTest APP = BuildFailure.of(PublisherProblemsTest.class,
            METHODS + "nobody() has no parameter for the placeholder {customer}; add a parameter of that name",
            METHODS + "nothing() has no parameter for the payload",
            METHODS + "two() has 2 parameters for the payload (first, second); let one of them be all of it",
            METHODS + "nameOfList() has the parameter 'customer' of the type java.util.List<java.lang.String>, which a group"
                    + " cannot be named after; make it a String",
            METHODS + "later() returns java.util.concurrent.CompletionStage<" + Receipt.class.getName() + ">; return void",
            METHODS + "text() returns io.smallrye.mutiny.Uni<java.lang.String>",
            METHODS + "nameless() has an @Event without a name",
            METHODS + "promised() has the parameter payload of the type io.smallrye.mutiny.Uni<java.lang.String>, which is no"
                    + " payload but will have one; take what it brings, and send it then",
            "on " + HERE + "$Unnameable: no parameter can be called 'X-Customer'; write another name in the template of the"
                    + " publisher, which fits that of the endpoint all the same, as in {XCustomerValue}",
            METHODS + "twice() has two parameters of the type SendOptions",
            "on " + HERE + "$AClass: it is no interface", "on " + HERE + "$Generic: it has type parameters",
            "on " + HERE + "$Hidden: it is private", "on " + HERE + "$Sealed: it is sealed",
            "on " + HERE + "$Empty: there is no method to send with",
            "@GroupPublisher(\"orders-{\") on " + HERE + "$Malformed: the template cannot be parsed at position 7",
            "@GroupPublisher(\"order-{customer}\") on " + HERE + "$NoEndpoint: no endpoint has that template; there are"
                    + " [orders-{customer}, users-{user:encoded}]",
            "@GroupPublisher(\"orders-{custmer}\") on " + HERE + "$OtherName: no endpoint has that template",
            "@GroupPublisher(\"users-{user}\") on " + HERE + "$NotEncoded: no endpoint has that template",
            "$OtherPayload: placed() sends the event 'placed' with java.util.List<java.lang.String>, but ",
            "@SaveHistory on " + HERE + "$Stray#stray() does nothing there; it is for interfaces with @GroupPublisher",
            "@Event on " + HERE + "$Empty#none() does nothing there")
            .withApplicationRoot(root -> root.addClasses(Orders.class, Users.class, Methods.class, AClass.class, Generic.class,
                    Hidden.class, Sealed.class, OfSealed.class, Empty.class, Malformed.class, NoEndpoint.class, OtherName.class,
                    NotEncoded.class, Placed.class, OtherPayload.class, Stray.class, Unnameable.class, User.class));

    @WebSocket(path = "/orders/{customer}")
    @ChannelGroup("orders-{customer}")
    public static class Orders {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/users")
    @ChannelGroup("users-{user:encoded}")
    public static class Users {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @GroupPublisher("orders-{customer}")
    public interface Methods {
        void nobody(String payload);

        void nothing(String customer);

        void two(String customer, String first, String second);

        void nameOfList(List<String> customer, String payload);

        CompletionStage<Receipt> later(String customer, String payload);

        Uni<String> text(String customer, String payload);

        @Event(" ")
        void nameless(String customer, String payload);

        void promised(String customer, Uni<String> payload);

        void twice(String customer, String payload, SendOptions one, SendOptions two);
    }

    @GroupPublisher("headers-{header:X-Customer}")
    public interface Unnameable {
        void any(String customer, String payload);
    }

    /** What cannot be made can be injected all the same: it is not the first thing to be told. */
    @ApplicationScoped
    public static class User {

        @Inject
        Methods methods;

        @Inject
        AClass aClass;
    }

    @GroupPublisher("orders-{customer}")
    public abstract static class AClass {
    }

    @GroupPublisher("orders-{customer}")
    public interface Generic<T> {
        void any(String customer, T payload);
    }

    @GroupPublisher("orders-{customer}")
    private interface Hidden {
        void any(String customer, String payload);
    }

    @GroupPublisher("orders-{customer}")
    public sealed interface Sealed permits OfSealed {
        void any(String customer, String payload);
    }

    public static final class OfSealed implements Sealed {
        @Override
        public void any(String customer, String payload) {
        }
    }

    @GroupPublisher("orders-{customer}")
    public interface Empty {
        @Event("none")
        default void none(String customer, String payload) {
        }
    }

    @GroupPublisher("orders-{")
    public interface Malformed {
        void any(String customer, String payload);
    }

    @GroupPublisher("order-{customer}")
    public interface NoEndpoint {
        void any(String customer, String payload);
    }

    @GroupPublisher("orders-{custmer}")
    public interface OtherName {
        void any(String custmer, String payload);
    }

    @GroupPublisher("users-{user}")
    public interface NotEncoded {
        void any(String user, String payload);
    }

    @GroupPublisher("orders-{customer}")
    public interface Placed {
        void placed(String customer, List<Integer> lines);
    }

    @GroupPublisher("users-{user:encoded}")
    public interface OtherPayload {
        void placed(String user, List<String> lines);
    }

    public static class Stray {
        @SaveHistory
        void stray() {
        }
    }

    @Test
    void failsTheBuild() {
        fail();
    }
}

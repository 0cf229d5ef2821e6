package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;
import io.vertx.core.json.JsonObject;

/**
 * What nodes tell each other is read and written in the form that it has had since the first release: while nodes are replaced
 * by those of another release, both share groups. A line that is changed here breaks what the page "Many nodes" promises; what
 * is new comes beside it, so that nodes that do not know it can leave it out.
 */
class WireFormTest {

    private static final Instant CREATED = Instant.ofEpochSecond(1_700_000_000, 123_000_000);
    private static final String TIME = "000000006553f1000754d4c0";

    static Stream<Arguments> messages() {
        EncodedPayload text = EncodedPayload.text("hi");
        return Stream.of(
                Arguments.of("0100" + TIME + "6869",
                        new Target(Target.Kind.GROUP, List.of("g")), text, SendOptions.defaults()),
                // Event, excepted connections, an attribute.
                Arguments.of("011d" + TIME + "0000000473616964" + "00000001000000026331"
                        + "0000000100000004726f6c65000000056775657374" + "7b2261223a317d",
                        new Target(Target.Kind.GROUP, List.of("g")), json("{\"a\":1}"),
                        SendOptions.defaults().event("said").except("c1").attribute("role", "guest")),
                Arguments.of("0122" + TIME + "01" + "0000000200000001610000000162" + "00ff",
                        new Target(Target.Kind.UNION, List.of("a", "b")), EncodedPayload.binary(new byte[] { 0, (byte) 255 }),
                        SendOptions.defaults()),
                Arguments.of("0120" + TIME + "02" + "0000000100000003616e6e" + "6869",
                        new Target(Target.Kind.USER, List.of("ann")), text, SendOptions.defaults()),
                Arguments.of("0120" + TIME + "03" + "00000001000000026331" + "6869",
                        new Target(Target.Kind.CONNECTION, List.of("c1")), text, SendOptions.defaults()));
    }

    private static EncodedPayload json(String text) {
        return EncodedPayload.of(PayloadType.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messages(String form, Target target, EncodedPayload payload, SendOptions options) {
        assertEquals(form, HexFormat.of().formatHex(
                MessageCodec.encode(new Publication(target, payload, options, null, false), CREATED)));
        MessageCodec.Message read = MessageCodec.decode(HexFormat.of().parseHex(form), 0);
        assertEquals(CREATED, read.created());
        if (target.kind() == Target.Kind.GROUP) {
            assertNull(read.target());
        } else {
            assertEquals(target, read.target());
        }
        assertEquals(options, read.options());
        assertEquals(payload.kind(), read.payload().kind());
        assertArrayEquals(payload.bytes(), read.payload().bytes());
    }

    @Test
    void whatComesBeforeAMessageThatIsPublished() {
        byte[] head = "m 3kq9x1 42 S no:de:7\n".getBytes(StandardCharsets.US_ASCII);
        byte[] body = HexFormat.of().parseHex("0100" + TIME + "6869");
        PublishedMessage message = PublishedMessage
                .parse(ByteBuffer.allocate(head.length + body.length).put(head).put(body).array());
        assertEquals(List.of("3kq9x1", 42L, true, "no:de", 7L, "hi"), List.of(message.epoch(), message.offset(),
                message.stored(), message.node(), message.number(),
                message.message(() -> "g", new Unreadable()).orElseThrow().payload().text()));
    }

    static Stream<Arguments> tasks() {
        Target ann = new Target(Target.Kind.USER, List.of("ann"));
        JoinOptions options = JoinOptions.defaults().payloadType(PayloadType.JSON).expires(Duration.ofMinutes(10)).replay(3)
                .resumeAfter("3kq9x1:42").attribute("role", "guest");
        String clients = "\"kind\":\"USER\",\"clients\":\"ann\"";
        return Stream.of(
                Arguments.of("{'do':'flush','group':'g'}", NodeTasks.flush("g"), "{'found':1,'done':1}"),
                Arguments.of("{'do':'disconnect','group':'g','connection':'c1','code':4001,'message':'bye'}",
                        NodeTasks.disconnect("g", "c1", new CloseReason(4001, "bye")), "{'found':1,'done':1}"),
                Arguments.of("{'do':'join','group':'h','options':{'payloadType':'JSON','expires':'PT10M','replay':3,"
                        + "'resumeAfter':'3kq9x1:42','attributes':{'role':'guest'}}," + clients + "}",
                        NodeTasks.join(ann, "h", options), "{'found':1,'done':1}"),
                Arguments.of("{'do':'leave','group':'g'," + clients + "}", NodeTasks.leave(ann, "g"), "{'found':1,'done':1}"),
                Arguments.of("{'do':'close','code':1000,'message':null," + clients + "}",
                        NodeTasks.disconnect(ann, new CloseReason(1000)), "{'found':1,'done':1}"),
                Arguments.of("{'do':'clean'}", NodeTasks.cleanExpired(),
                        "{'found':0,'done':0,'channels':1,'connections':2,'messages':3,'examined':4}"));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void whatNodesAreAskedToDo(String form, JsonObject task, String answer) {
        assertEquals(object(form), sent(task));
        MemberNode node = new MemberNode();
        node.here.put("g", new ConcurrentHashMap<>(Map.of("c1", PresenceEntry.of("c1", Optional.of("ann"), Map.of()))));
        assertEquals(object(answer), sent(NodeTasks.perform(object(form), node).await().indefinitely()));
    }

    @Test
    void nodesThatEnd() {
        assertEquals("c{\"do\":\"goodbye\",\"node\":\"n\"}", NodeRequests.goodbye("n"));
    }

    @Test
    void members() {
        PresenceEntry ann = PresenceEntry.of("c1", Optional.of("ann"), Map.of("mood", "fine"));
        JsonObject form = object("{'p':'ann','a':{'mood':'fine'}}");
        assertEquals(form, sent(EntryCodec.encode(ann)));
        assertEquals(ann, EntryCodec.decode("c1", form));
        assertEquals(PresenceEntry.of("c2", Optional.empty(), Map.of()), EntryCodec.decode("c2", object("{}")));
    }

    @Test
    void questionsAndAnswers() {
        Question question = new Question(new Target(Target.Kind.UNION, List.of("a", "b")), "where", json("{}"),
                Duration.ofSeconds(5));
        JsonObject form = object(
                "{'kind':'UNION','names':['a','b'],'event':'where','timeout':5000,'type':'JSON','payload':'e30'}");
        assertEquals(form, sent(QuestionCodec.encode(question)));
        Question read = QuestionCodec.question(form);
        assertEquals(List.of(question.target(), "where", Duration.ofSeconds(5), "{}"),
                List.of(read.target(), read.event(), read.timeout(), read.payload().text()));

        ClientAnswer answer = new ClientAnswer("c1", Optional.of("ann"), "{}", Optional.of("no"));
        form = object("{'connection':'c1','json':'{}','principal':'ann','error':'no'}");
        assertEquals(form, sent(QuestionCodec.encode(answer)));
        assertEquals(answer, QuestionCodec.answer(form));

        form = object("{'found':3,'asked':2,'late':true}");
        assertEquals(form, sent(QuestionCodec.encode(new Asked(3, 2, true))));
        assertEquals(new Asked(3, 2, true), QuestionCodec.asked(form));
    }

    @Test
    void keysAndChannels() {
        RedisKeys keys = new RedisKeys("app:", 1);
        String group = "ä b";
        assertEquals(List.of("app:{%C3%A4%20b}:m", "app:{%C3%A4%20b}:s", "app:{%C3%A4%20b}:r:n", "app:{%C3%A4%20b}:i",
                "app:{%C3%A4%20b}:o", "app:{%C3%A4%20b}:p:n", "app:{%C3%A4%20b}:c:1", "app:all:1", "app:occupancy:1",
                "app:{~}:m", "app:{~}:s", "app:{~}:r:n", "app:node:n:1", "app:position-key", "app:groups", "app:nodes",
                "app:node:n:g"),
                List.of(keys.meta(group), keys.stream(group), keys.outcome(group, "n"), keys.idempotencyKeys(group),
                        keys.idempotencyOrder(group), keys.members(group, "n"), keys.channel(group), keys.allChannel(),
                        keys.occupancyChannel(), keys.broadcastMeta(), keys.broadcastStream(), keys.broadcastOutcome("n"),
                        keys.nodeChannel("n"), keys.positionKey(), keys.groups(), keys.nodes(), keys.nodeGroups("n")));
    }

    private static JsonObject object(String json) {
        return new JsonObject(json.replace('\'', '"'));
    }

    /** As another node gets it. */
    private static JsonObject sent(JsonObject json) {
        return NodeMessage.content(NodeMessage.of((byte) 'x', json).getBytes(StandardCharsets.UTF_8));
    }
}

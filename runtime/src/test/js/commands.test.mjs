/** What the client asks for over the socket, and what it is asked. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { CommandError } from "./client.mjs";
import { FakeSocket } from "./fake-socket.mjs";
import { joined, message, reconnect, seen, settle, start, types } from "./harness.mjs";

const error = (ref, code, reason) => ({ type: "reply", ref, error: { code, reason } });
const joins = () => FakeSocket.last.commands("join").map(({ group, after }) => (after ? [group, after] : [group]));
/** Answers the joins that wait. */
const answerJoins = (socket = FakeSocket.last, from = 0) =>
  socket.commands("join").slice(from).forEach(({ ref, group, after }) =>
    socket.frame({ type: "joined", group, ref, id: after ?? "e:0", ...(after && { recovered: true }) }));

test("joins a group", async () => {
  const client = start();
  FakeSocket.last.open();
  const join = client.join("g");
  assert.equal(FakeSocket.last.sent.at(-1), '{"channelbox":"join","ref":1,"group":"g"}');
  FakeSocket.last.frame(joined({ ref: 1, id: "e:4" }));
  assert.deepEqual(await join, { id: "e:4" });
  assert.deepEqual(seen("joined"), [{ group: "g", id: "e:4" }]);
});

test("a command tells the span that it belongs to", async () => {
  const spans = [{ traceparent: "00-1-1-01" }, undefined];
  const client = start({ trace: () => spans.shift() });
  FakeSocket.last.open();
  client.request("e").catch(() => {});
  client.publish("g", 1).catch(() => {});
  assert.deepEqual(FakeSocket.last.sent, ['{"channelbox":"event","traceparent":"00-1-1-01","ref":1,"event":"e"}',
    '{"channelbox":"publish","ref":2,"group":"g","data":1}']);
});

test("a join goes on from where it is told to, and says what is missing", async () => {
  const client = start();
  FakeSocket.last.open();
  const join = client.join("g", { after: "e:1" });
  assert.deepEqual(joins(), [["g", "e:1"]]);
  FakeSocket.last.frame(joined({ ref: 1, id: "e:3", recovered: false, missed: 2 }), message(4));
  assert.deepEqual(await join, { id: "e:3", recovered: false, missed: 2 });
  assert.deepEqual(types(), ["joined", "gap", "message"]);
});

test("a join goes on from the positions of an earlier client", async () => {
  const client = start({ groups: { g: "e:7" } });
  const join = client.join("g");
  FakeSocket.last.open();
  assert.deepEqual(joins(), [["g", "e:7"]]);
  answerJoins();
  assert.deepEqual(await join, { id: "e:7", recovered: true });
  assert.deepEqual(seen("gap"), []);
});

test("a join waits for a connection, and is made again with each, by command only", async () => {
  const client = start();
  const join = client.join("g");
  FakeSocket.last.open();
  assert.deepEqual(joins(), [["g"]]);
  await reconnect();
  FakeSocket.last.open();
  answerJoins();
  await join;
  FakeSocket.last.frame(message(1), message(2));
  await reconnect();
  assert.equal(FakeSocket.last.url, "ws://host/ws/chat/lobby");
  FakeSocket.last.open();
  assert.deepEqual(joins(), [["g", "e:2"]]);
});

test("a group that the server joins, too, has its position in the address", async () => {
  const client = start();
  FakeSocket.last.open().frame(joined());
  client.join("g");
  FakeSocket.last.frame(joined({ ref: 1 }), message(1));
  assert.equal(seen("joined").length, 1, "it was in it already");
  await reconnect();
  assert.match(FakeSocket.last.url, /resume=g%40e%3A1$/);
  FakeSocket.last.open().frame(joined({ id: "e:1", recovered: true }), { type: "joined", group: "g", ref: 2 });
  assert.deepEqual(seen("gap"), []);
  assert.deepEqual(client.positions, { g: "e:1" });
});

test("150 joins come back, a few at a time", async () => {
  const client = start();
  const groups = Array.from({ length: 150 }, (_, i) => `a-group-with-a-name-${i}`);
  const all = Promise.all(groups.map((group) => client.join(group)));
  const answerAll = async () => {
    for (let answered = 0; answered < groups.length; ) {
      const sent = FakeSocket.last.commands("join").length;
      assert.ok(sent > answered && sent - answered <= 16, `${sent - answered} under way`);
      answerJoins(FakeSocket.last, answered);
      answered = sent;
      await settle();
    }
  };
  FakeSocket.last.open();
  await answerAll();
  await all;
  await reconnect();
  assert.ok(FakeSocket.last.url.length < 100);
  FakeSocket.last.open();
  await answerAll();
  assert.equal(seen("joined").length, 300);
  assert.deepEqual(seen("gap"), []);
});

test("joins twice under way are one", async () => {
  const client = start();
  FakeSocket.last.open();
  const both = Promise.all([client.join("g"), client.join("g")]);
  assert.equal(joins().length, 1);
  answerJoins();
  assert.deepEqual(await both, [{ id: "e:0" }, { id: "e:0" }]);
});

test("a join that is refused fails, and is not made again", async () => {
  const client = start();
  FakeSocket.last.open();
  for (const [ref, code] of [[1, 403], [2, 503]]) {
    const join = client.join("g");
    FakeSocket.last.frame(error(ref, code, "not you"));
    await assert.rejects(join, (e) => e instanceof CommandError && e.code === code && e.reason === "not you");
  }
  await reconnect();
  FakeSocket.last.open();
  assert.deepEqual(joins(), []);
  assert.deepEqual(seen("left"), []);
});

test("a group that cannot be joined again is given up, and told", async () => {
  for (const code of [400, 401, 403, 404]) {
    const client = start();
    client.join("g");
    FakeSocket.last.open().frame(joined({ ref: 1 }));
    await reconnect();
    FakeSocket.last.open().frame(error(2, code, "no more"));
    await settle();
    assert.deepEqual(seen("left"), [{ group: "g", reason: "no more", code }]);
    assert.deepEqual(client.positions, {});
    await reconnect();
    FakeSocket.last.open();
    assert.deepEqual(joins(), []);
    client.close();
  }
});

test("a group that is full now is tried again, with pauses", async () => {
  mock.method(Math, "random", () => 0.5);
  const client = start();
  client.join("g");
  FakeSocket.last.open().frame(joined({ ref: 1 }), message(1));
  await reconnect();
  FakeSocket.last.open();
  const pauses = [];
  for (const code of [429, 500, 503, 503]) {
    FakeSocket.last.frame(error(FakeSocket.last.commands("join").at(-1).ref, code, "full"));
    await settle();
    const before = joins().length;
    let pause = 0;
    for (; joins().length === before; pause++) {
      mock.timers.tick(1);
    }
    pauses.push(pause);
  }
  assert.deepEqual(pauses, [1_500, 2_500, 4_500, 8_500]);
  assert.deepEqual(joins().at(-1), ["g", "e:1"]);
  assert.deepEqual(seen("left"), []);
  FakeSocket.last.frame(error(FakeSocket.last.commands("join").at(-1).ref, 503, "full"));
  await settle();
  await reconnect();
  FakeSocket.last.open();
  mock.timers.tick(100);
  assert.equal(joins().length, 1, "once with the new connection");
});

test("leaves a group", async () => {
  const client = start();
  client.join("g");
  FakeSocket.last.open().frame(joined({ ref: 1 }));
  await settle();
  const leave = client.leave("g");
  assert.equal(FakeSocket.last.sent.at(-1), '{"channelbox":"leave","ref":2,"group":"g"}');
  FakeSocket.last.frame({ type: "left", group: "g", ref: 2, reason: "left" });
  assert.equal(await leave, undefined);
  assert.deepEqual(seen("left"), [{ group: "g", reason: "left" }]);
  await reconnect();
  FakeSocket.last.open();
  assert.deepEqual(joins(), []);
});

test("leaves without a connection, and before a join was answered", async () => {
  const client = start();
  const join = client.join("g");
  await client.leave("g");
  await assert.rejects(join, { name: "AbortError" });
  FakeSocket.last.open();
  assert.deepEqual(joins(), []);
  const leave = client.leave("g");
  FakeSocket.last.end();
  assert.equal(await leave, undefined, "it is in no group without a connection");
});

test("forgets what comes of a group that it is leaving", async () => {
  const client = start();
  client.join("g");
  FakeSocket.last.open().frame(joined({ ref: 1 }));
  await settle();
  const leave = client.leave("g");
  FakeSocket.last.frame(message(7));
  await reconnect();
  await leave;
  FakeSocket.last.open();
  client.join("g").catch(() => {});
  assert.deepEqual(joins(), [["g"]]);
});

test("joins again what it just left", async () => {
  const client = start();
  client.join("g");
  FakeSocket.last.open().frame(joined({ ref: 1 }), message(1));
  await settle();
  client.leave("g");
  const join = client.join("g");
  FakeSocket.last.frame({ type: "left", group: "g", ref: 2, reason: "left" }, joined({ ref: 3, id: "e:5" }));
  assert.deepEqual(await join, { id: "e:5" });
  assert.deepEqual(seen("gap"), []);
  await reconnect();
  FakeSocket.last.open();
  assert.deepEqual(joins(), [["g", "e:5"]]);
});

test("a join that is under way outlives that the server takes the connection out of the group", async () => {
  const client = start();
  FakeSocket.last.open().frame(joined());
  const join = client.join("g");
  FakeSocket.last.frame({ type: "left", group: "g", reason: "flushed" }, joined({ ref: 1, id: "e:9" }));
  assert.deepEqual(await join, { id: "e:9" });
  await reconnect();
  FakeSocket.last.open();
  assert.deepEqual(joins(), [["g", "e:9"]]);
});

test("a position is not taken of who is in the group already", async () => {
  const client = start();
  FakeSocket.last.open().frame(joined(), message(1), message(2));
  client.join("g", { after: "e:1" });
  FakeSocket.last.frame(joined({ ref: 1, id: "e:2" }), message(2), message(3));
  assert.deepEqual(seen("message").map(({ data }) => data), [1, 2, 3]);
});

test("publishes", async () => {
  const client = start();
  FakeSocket.last.open();
  const published = [client.publish("g", { a: 1 }), client.publish("g", null, { event: "said", key: "k" })];
  assert.deepEqual(FakeSocket.last.sent, ['{"channelbox":"publish","ref":1,"group":"g","data":{"a":1}}',
    '{"channelbox":"publish","ref":2,"group":"g","event":"said","data":null,"key":"k"}']);
  FakeSocket.last.frame({ type: "reply", ref: 2 }, { type: "reply", ref: 1, id: "e:1" });
  assert.deepEqual(await Promise.all(published), [{ id: "e:1" }, {}]);
});

test("requests", async () => {
  const client = start();
  FakeSocket.last.open();
  const replies = [client.request("say", { text: "hi" }), client.request("ping"), client.request("say", 1)];
  assert.deepEqual(FakeSocket.last.sent, ['{"channelbox":"event","ref":1,"event":"say","data":{"text":"hi"}}',
    '{"channelbox":"event","ref":2,"event":"ping"}', '{"channelbox":"event","ref":3,"event":"say","data":1}']);
  FakeSocket.last.frame({ type: "reply", ref: 1, data: { ok: true } }, { type: "reply", ref: 2 },
    error(3, 404, "no such event"));
  assert.deepEqual(await replies[0], { ok: true });
  assert.equal(await replies[1], undefined);
  await assert.rejects(replies[2], { name: "CommandError", code: 404, message: "no such event (404)" });
});

test("a request has a time-out; an answer that comes later is no message of the endpoint", async () => {
  const client = start();
  FakeSocket.last.open();
  const late = client.request("slow", 1, { timeout: 50 });
  const usual = client.request("slow", 1);
  const patient = client.request("slow", 1, { timeout: Infinity });
  mock.timers.tick(50);
  await assert.rejects(late, { name: "TimeoutError" });
  FakeSocket.last.frame({ type: "reply", ref: 1, data: 1 }, { type: "ping" });
  mock.timers.tick(30_000);
  await assert.rejects(usual, { name: "TimeoutError" });
  FakeSocket.last.frame({ type: "reply", ref: 3, data: 3 });
  assert.equal(await patient, 3);
  assert.deepEqual(seen("other"), []);
});

test("what waits for an answer when the connection breaks is told; nothing is queued", async () => {
  const client = start();
  await assert.rejects(client.publish("g", 1), { name: "NotConnectedError" });
  FakeSocket.last.open();
  const waiting = [client.publish("g", 1), client.request("say", 1)];
  FakeSocket.last.end();
  for (const each of waiting) {
    await assert.rejects(each, { name: "OutcomeUnknownError" });
  }
  await assert.rejects(client.request("say", 1), { name: "NotConnectedError" });
  client.close();
  await assert.rejects(client.join("g"), { name: "NotConnectedError" });
});

test("a join that waits fails with the client", async () => {
  const client = start();
  const join = client.join("g");
  client.close();
  await assert.rejects(join, { name: "NotConnectedError" });
});

test("not more than a thousand wait for their answer", async () => {
  const client = start();
  FakeSocket.last.open();
  const waiting = Array.from({ length: 1_000 }, () => client.request("slow").catch(() => {}));
  await assert.rejects(client.request("slow"), { name: "TooManyCommandsError" });
  FakeSocket.last.frame({ type: "reply", ref: 1 });
  await waiting[0];
  waiting.push(client.request("slow").catch(() => {}));
  assert.equal(FakeSocket.last.sent.length, 1_001);
});

test("sends what it can", () => {
  const client = start();
  assert.throws(() => client.send("x"), { name: "NotConnectedError", message: /the state is connecting/ });
  FakeSocket.last.open();
  const bytes = Uint8Array.of(1);
  ["text", bytes, { a: 1 }, null].forEach((value) => client.send(value));
  assert.deepEqual(FakeSocket.last.sent, ["text", bytes, '{"a":1}', "null"]);
});

test("refuses to send what is no JSON, or would be taken for a command", async () => {
  const client = start();
  FakeSocket.last.open();
  for (const value of [undefined, () => {}, Symbol("s"), { toJSON: () => undefined }]) {
    assert.throws(() => client.send(value), TypeError);
    await assert.rejects(client.publish("g", value), TypeError);
  }
  for (const value of ['{"channelbox":"join"}', { channelbox: "join" }]) {
    assert.throws(() => client.send(value), { name: "TypeError", message: /use join/ });
  }
  await assert.rejects(client.publish("g", Uint8Array.of(1)), TypeError);
  await assert.rejects(client.request("say", () => {}), TypeError);
  client.send({ a: 1, channelbox: "mine" });
  assert.deepEqual(FakeSocket.last.sent, ['{"a":1,"channelbox":"mine"}']);
});

test("answers what it is asked", async () => {
  const client = start();
  const asked = (ask, event, data) => ({ type: "message", ask, event, data });
  client.answer("sum", ([a, b]) => a + b);
  const off = client.answer("name", async (_, { group }) => ({ group }));
  client.answer("nothing", () => {});
  client.answer("fails", async () => {
    throw new Error("not today");
  });
  client.answer("function", () => () => {});
  FakeSocket.last.open().frame(asked("1", "sum", [1, 2]), { ...asked("2", "name", 0), group: "g" }, asked("3", "nothing", 0),
    asked("4", "fails", 0), asked("5", "function", 0), asked("6", "unknown", 0), asked("7", undefined, 0));
  await settle();
  off();
  FakeSocket.last.frame(asked("8", "name", 0));
  await settle();
  const answers = Object.fromEntries(FakeSocket.last.commands("answer")
    .map(({ ref, data, error }) => [ref, error ? { error } : { data }]));
  assert.match(answers[5].error, /No JSON/);
  delete answers[5];
  assert.deepEqual(answers, { 1: { data: 3 }, 2: { data: { group: "g" } }, 3: { data: null }, 4: { error: "not today" },
    6: { error: "no handler" }, 7: { error: "no handler" }, 8: { error: "no handler" } });
  assert.deepEqual(seen("message"), []);
});

test("an answer goes only to who asked", async () => {
  const client = start();
  let answer;
  client.answer("slow", () => new Promise((resolve) => (answer = resolve)));
  FakeSocket.last.open().frame({ type: "message", ask: "r", event: "slow", data: 0 });
  const first = FakeSocket.last;
  await reconnect();
  FakeSocket.last.open();
  answer(1);
  await settle();
  assert.deepEqual([...first.commands("answer"), ...FakeSocket.last.commands("answer")], []);
});

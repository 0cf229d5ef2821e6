/** What comes: messages, once and in order; gaps; presence; what is not ours. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { FakeSocket } from "./fake-socket.mjs";
import { joined, message, reconnect, seen, settle, start, types } from "./harness.mjs";

test("hands on messages once and in order", () => {
  const client = start();
  FakeSocket.last.open().frame(joined(), message(1), message(2), message(2), message(1), message(3),
    { type: "message", group: "g", data: "not stored" }, { type: "message", data: { to: "a user" } },
    { type: "message", group: "g", id: "other:1", event: "named", data: null });
  assert.deepEqual(seen("message"), [
    { group: "g", id: "e:1", data: 1 }, { group: "g", id: "e:2", data: 2 }, { group: "g", id: "e:3", data: 3 },
    { group: "g", data: "not stored" }, { data: { to: "a user" } },
    { group: "g", id: "other:1", event: "named", data: null }]);
  assert.deepEqual(client.positions, { g: "other:1" });
});

test("offsets are numbers", () => {
  start();
  FakeSocket.last.open().frame(joined({ id: "e:8" }), message(9), message(10), message(9));
  assert.deepEqual(seen("message").map((m) => m.data), [9, 10]);
});

test("ids are signed, and come back as they are", () => {
  const client = start();
  const signed = (offset, signature) => ({ type: "message", group: "g", id: `e:${offset}:${signature}`, data: offset });
  FakeSocket.last.open().frame(joined({ id: "e:8:1_z-" }), signed(9, "99"), signed(10, "1-A"), signed(9, "99"), signed(10, "1-A"));
  assert.deepEqual(seen("message").map((m) => m.data), [9, 10]);
  assert.deepEqual(client.positions, { g: "e:10:1-A" });
});

test("binary payloads are bytes", () => {
  start();
  FakeSocket.last.open().frame({ type: "message", group: "g", encoding: "base64", data: "AP8+" });
  assert.deepEqual(seen("message"), [{ group: "g", data: Uint8Array.of(0, 255, 62) }]);
});

test("what is no frame is for whoever wants it", () => {
  start();
  FakeSocket.last.open().raw("hello").raw("null").raw("[1]").frame({ type: "later version" });
  assert.deepEqual(seen("other"), ["hello", "null", "[1]", '{"type":"later version"}']);
});

test("a frame of the endpoint with a type of ours is the endpoint's", () => {
  start();
  const bytes = new Blob(["x"]);
  FakeSocket.last.open().raw(bytes);
  const own = [{ type: "presence" }, { type: "presence", group: "g", size: 1, joined: "ann" },
    { type: "presence", group: "g", size: 1, joined: [null] }, { type: "joined", group: 7 },
    { type: "joined", group: "g", id: 7 },
    { type: "joined", group: "g", recovered: "yes" }, { type: "left" }, { type: "gap", group: "g", missed: "some" },
    { type: "message", text: "hi" }, { type: "message", data: 1, group: {} },
    { type: "message", data: "%", encoding: "base64" },
    { type: "message", data: 1, ask: 7 }, { type: "reply" }, { type: "reply", ref: 99 }, { type: "reply", ref: -1 },
    { type: "reply", ref: 0, error: {} }, { type: "hello" }, { type: "hello", connection: "mine", heartbeat: 1 },
    { type: "toString" }, { type: "__proto__" }, { type: ["gap"] }];
  FakeSocket.last.frame(...own);
  assert.deepEqual(seen("other"), [bytes, ...own.map((frame) => JSON.stringify(frame))]);
  FakeSocket.last.frame(joined({ laterMember: 1, toString: 2 }), message(1));
  assert.deepEqual(seen("message").length, 1);
});

test("a listener that throws harms nobody", async () => {
  const reported = mock.method(console, "error", () => {});
  const client = start();
  client.on("message", () => {
    throw new Error("mine");
  });
  client.on("message", async () => {
    throw new Error("later");
  });
  let again = 0;
  const stop = client.on("message", () => void again++);
  FakeSocket.last.open().frame(joined(), message(1));
  stop();
  FakeSocket.last.frame(message(2));
  await settle();
  const errors = reported.mock.calls.map(({ arguments: [error] }) => error.message);
  assert.deepEqual(errors.filter(Boolean), ["mine", "mine", "later", "later"]);
  assert.deepEqual([seen("message").length, again], [2, 1]);
  assert.deepEqual(client.positions, { g: "e:2" });
});

test("a listener can be called for one event only", () => {
  const client = start();
  const got = [];
  client.once("message", ({ data }) => void got.push(data));
  client.once("message", () => assert.fail("taken off"))();
  FakeSocket.last.open().frame(joined(), message(1), message(2));
  assert.deepEqual(got, [1]);
});

test("resumes every group where it was", async () => {
  start({ groups: { "a b,c": "x:7" } });
  assert.equal(FakeSocket.last.url, "ws://host/ws/chat/lobby?resume=a%20b%2Cc%40x%3A7");
  FakeSocket.last.open().frame(joined(), message(1), message(2));
  await reconnect();
  assert.equal(FakeSocket.last.url, "ws://host/ws/chat/lobby?resume=a%20b%2Cc%40x%3A7,g%40e%3A2");
  FakeSocket.last.open().frame(joined({ id: "e:2", recovered: true }), message(3));
  assert.deepEqual(seen("message").map((m) => m.data), [1, 2, 3]);
  assert.deepEqual(seen("gap"), []);
});

test("tells of a gap before what comes after it", async () => {
  const client = start();
  FakeSocket.last.open().frame(joined(), message(1));
  await reconnect();
  FakeSocket.last.open().frame(joined({ id: "e:5", recovered: false, missed: 4 }), message(6));
  assert.deepEqual(types().slice(-3), ["joined", "gap", "message"]);
  assert.deepEqual(seen("gap"), [{ group: "g", missed: 4 }]);
  await reconnect();
  assert.match(FakeSocket.last.url, /g%40e%3A6$/);
  FakeSocket.last.open().frame({ ...joined({ recovered: false }), id: "new:0" }, { ...message(1), id: "new:1" });
  assert.deepEqual(client.positions, { g: "new:1" });
  assert.equal(seen("message").length, 3);
});

test("a joined that moves the position without having been asked to resume is a gap", async () => {
  const client = start();
  FakeSocket.last.open().frame(joined(), message(1));
  await reconnect();
  FakeSocket.last.open().frame(joined({ id: "e:1" }));
  assert.deepEqual(seen("gap"), [], "nothing was sent meanwhile");
  await reconnect();
  FakeSocket.last.open().frame(joined({ id: "e:4" }));
  assert.deepEqual(seen("gap"), [{ group: "g" }]);
  await reconnect();
  FakeSocket.last.open().frame({ type: "joined", group: "g" });
  assert.equal(seen("gap").length, 2, "the history is gone");
  assert.deepEqual(client.positions, {});
});

test("the address stays short; what does not fit it is a gap when something was missed", async () => {
  const groups = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`a-group-with-a-name-${i}`, "epoch:1"]));
  start({ groups });
  const { url } = FakeSocket.last;
  assert.ok(url.length < 2_000 && url.length > 1_900, `${url.length}`);
  const asked = new URL(url).searchParams.get("resume").split(",").map((position) => position.split("@")[0]);
  FakeSocket.last.open().frame(...Object.keys(groups).map((group) =>
    ({ type: "joined", group, id: "epoch:2", ...(asked.includes(group) && { recovered: true }) })));
  assert.deepEqual(seen("gap").map(({ group }) => group), Object.keys(groups).filter((group) => !asked.includes(group)));
});

test("tells of messages that the server dropped, and can still get them", async () => {
  start();
  FakeSocket.last.open().frame(joined(), message(1), { type: "gap", group: "g", missed: 2 });
  assert.deepEqual(seen("gap"), [{ group: "g", missed: 2 }]);
  await reconnect();
  assert.match(FakeSocket.last.url, /g%40e%3A1$/);
});

test("does not resume what it was taken out of", async () => {
  const client = start();
  FakeSocket.last.open().frame(joined(), { type: "left", group: "g", reason: "flushed" });
  assert.deepEqual(seen("left"), [{ group: "g", reason: "flushed" }]);
  assert.deepEqual(client.positions, {});
  await reconnect();
  assert.equal(FakeSocket.last.url, "ws://host/ws/chat/lobby");
});

test("knows who is there", async () => {
  const client = start();
  const [ann, bob, eve] = ["ann", "bob", "eve"].map((connectionId) => ({ connectionId }));
  const presence = (joined, left, size) => ({ type: "presence", group: "g", joined, left, size });
  FakeSocket.last.open().frame(joined(), presence([ann, bob], [], 2), presence([eve], [ann], 2));
  assert.deepEqual(client.members("g"), [bob, eve]);
  assert.deepEqual(seen("presence")[1], { group: "g", joined: [eve], left: [ann], size: 2, members: [bob, eve] });
  FakeSocket.last.frame(presence([{ connectionId: "bob", attributes: { mood: "fine" } }], [], 2));
  assert.equal(client.members("g")[0].attributes.mood, "fine");
  FakeSocket.last.frame({ type: "presence", group: "g", size: 5000 });
  assert.deepEqual(client.members("g"), []);
  assert.equal(seen("presence").at(-1).size, 5000);
  FakeSocket.last.frame(presence([ann], [], 1));
  assert.deepEqual(client.members("g"), [ann]);
  await reconnect();
  FakeSocket.last.open().frame(joined({ recovered: true }), presence([eve], [], 1));
  assert.deepEqual(client.members("g"), [eve]);
});

test("people may be there by name, whatever their connections", () => {
  const client = start();
  const presence = (joined, left) => ({ type: "presence", group: "g", joined, left, size: 1 });
  FakeSocket.last.open().frame(joined(), presence([{ principal: "ann", connections: 1 }], []));
  FakeSocket.last.frame(presence([{ principal: "ann", connections: 2 }, { principal: "bob", connections: 1 }], []));
  assert.deepEqual(client.members("g"), [{ principal: "ann", connections: 2 }, { principal: "bob", connections: 1 }]);
  FakeSocket.last.frame(presence([], [{ principal: "ann", connections: 0 }]));
  assert.deepEqual(client.members("g"), [{ principal: "bob", connections: 1 }]);
});

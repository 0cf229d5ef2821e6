import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { connect } from "../../main/js/channel-box.js";
import { FakeSocket } from "./fake-socket.mjs";

let client;
let events;

beforeEach(() => {
  FakeSocket.all = [];
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
});

afterEach(() => {
  client?.close();
  client = undefined;
  mock.timers.reset();
  mock.restoreAll();
  delete globalThis.document;
  delete globalThis.addEventListener;
});

const nobodyThere = () => Promise.reject(new TypeError("fetch failed"));

function start(options = {}, url = "http://host/ws/chat/lobby") {
  client = connect(url, { WebSocket: FakeSocket, fetch: nobodyThere, ...options });
  events = [];
  for (const type of ["message", "joined", "gap", "presence", "left", "other"]) {
    client.on(type, (event) => events.push([type, event]));
  }
  return client;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const joined = (more) => ({ type: "joined", group: "g", id: "e:0", ...more });
const message = (offset, data = offset) => ({ type: "message", group: "g", id: `e:${offset}`, data });
const seen = (type) => events.filter(([t]) => t === type).map(([, event]) => event);

/** Lets the connection break and the next one be tried, however long that takes; returns the pause. */
async function reconnect(code) {
  FakeSocket.last.end(code);
  await settle();
  return untilNext();
}

function untilNext() {
  const before = FakeSocket.all.length;
  for (let ms = 0; ms <= 60_000; ms++) {
    if (FakeSocket.all.length > before) {
      return ms;
    }
    mock.timers.tick(1);
  }
  throw new Error("It did not try again");
}

test("offers the subprotocol and makes ws of http", () => {
  start({ protocols: ["own"] }, "https://host/ws?a=b#hash");
  assert.equal(FakeSocket.last.url, "wss://host/ws?a=b");
  assert.deepEqual(FakeSocket.last.protocols, ["channelbox.v1", "own"]);
});

test("refuses what is no address", () => {
  assert.throws(() => start({}, "ftp://host/"), TypeError);
  assert.throws(() => start({}, "no base"), TypeError);
  assert.throws(() => connect("ws://host/", { WebSocket: null }), /pass \{ WebSocket \}/);
});

test("hands on messages once and in order", () => {
  start();
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

test("a listener that throws harms nobody", () => {
  const reported = mock.method(console, "error", () => {});
  start();
  client.on("message", () => {
    throw new Error("mine");
  });
  const stop = client.on("message", (m) => events.push(["again", m]));
  FakeSocket.last.open().frame(joined(), message(1));
  stop();
  FakeSocket.last.frame(message(2));
  assert.equal(reported.mock.callCount(), 2);
  assert.deepEqual([seen("message").length, seen("again").length], [2, 1]);
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
  start();
  FakeSocket.last.open().frame(joined(), message(1));
  await reconnect();
  FakeSocket.last.open().frame(joined({ id: "e:5", recovered: false, missed: 4 }), message(6));
  assert.deepEqual(events.slice(-3).map(([type]) => type), ["joined", "gap", "message"]);
  assert.deepEqual(seen("gap"), [{ group: "g", missed: 4 }]);
  await reconnect();
  assert.match(FakeSocket.last.url, /g%40e%3A6$/);
  FakeSocket.last.open().frame({ ...joined({ recovered: false }), id: "new:0" }, { ...message(1), id: "new:1" });
  assert.deepEqual(client.positions, { g: "new:1" });
  assert.equal(seen("message").length, 3);
});

test("tells of messages that the server dropped, and can still get them", async () => {
  start();
  FakeSocket.last.open().frame(joined(), message(1), { type: "gap", group: "g", missed: 2 });
  assert.deepEqual(seen("gap"), [{ group: "g", missed: 2 }]);
  await reconnect();
  assert.match(FakeSocket.last.url, /g%40e%3A1$/);
});

test("does not resume what it was taken out of", async () => {
  start();
  FakeSocket.last.open().frame(joined(), { type: "left", group: "g", reason: "flushed" });
  assert.deepEqual(seen("left"), [{ group: "g", reason: "flushed" }]);
  await reconnect();
  assert.equal(FakeSocket.last.url, "ws://host/ws/chat/lobby");
});

test("knows who is there", async () => {
  start();
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

test("never tries more than once a second, but for the first time, and rarely after a while", async () => {
  start();
  FakeSocket.last.open();
  const pauses = [];
  for (let i = 0; i < 300; i++) {
    pauses.push(await reconnect());
  }
  assert.ok(pauses[0] <= 1_000, `${pauses[0]}`);
  pauses.slice(1).forEach((pause, i) => {
    assert.ok(pause >= 1_000 && pause <= Math.min(30_000, 1_000 * 2 ** (i + 1)) + 1, `pause ${i + 1} is ${pause}`);
  });
  const late = pauses.slice(10);
  const mean = late.reduce((a, b) => a + b) / late.length;
  assert.ok(mean > 12_000 && mean < 18_000, `jitter over the whole range: ${mean}`);
});

test("begins anew after a good connection only", async () => {
  const half = mock.method(Math, "random", () => 0.999);
  start();
  FakeSocket.last.open();
  await reconnect();
  FakeSocket.last.open();
  assert.ok((await reconnect()) > 1_900, "it did not last");
  FakeSocket.last.open();
  mock.timers.tick(5_000);
  assert.ok((await reconnect()) <= 1_000, "it did");
  assert.ok(half.mock.callCount() > 0);
});

test("comes back after each of these, with a pause if it is asked to wait", async () => {
  mock.method(Math, "random", () => 0);
  for (const [code, pause] of [[1001, 0], [1006, 0], [1011, 0], [1012, 0], [4408, 0], [1013, 1_000]]) {
    start();
    FakeSocket.last.open();
    const waited = await reconnect(code);
    assert.ok(waited >= pause && waited <= pause + 1, `${code}: ${waited}`);
    client.close();
  }
});

test("ends where the server says so", () => {
  for (const [code, error] of [[1000, undefined], [1008, /too much.*1008/]]) {
    start();
    const states = [];
    client.on("state", (state) => states.push(state));
    FakeSocket.last.open().end(code, "too much");
    assert.equal(client.state, "closed");
    assert.equal(states.at(-1).state, "closed");
    error ? assert.match(states.at(-1).error.message, error) : assert.equal(states.at(-1).error, undefined);
    mock.timers.tick(100_000);
    assert.equal(FakeSocket.all.length, 1);
    FakeSocket.all = [];
  }
});

test("gives up on a refusal, which it has to ask for", async () => {
  const asked = [];
  const answer = (status) => async (url, options) => {
    asked.push([url, options.headers]);
    return new Response("", { status, headers: { "Channel-Box-Refusal": "not for you" } });
  };
  for (const status of [400, 401, 403]) {
    start({ fetch: answer(status) });
    let error;
    client.on("state", (state) => (error = state.error));
    FakeSocket.last.end();
    await settle();
    assert.equal(client.state, "closed");
    assert.match(error.message, new RegExp(`not for you \\(${status}\\)`));
  }
  assert.deepEqual(asked[0], ["http://host/ws/chat/lobby", { "Channel-Box-Probe": "1" }]);
  for (const status of [404, 426, 429, 500, 503]) {
    start({ fetch: answer(status) });
    await reconnect();
    assert.equal(client.state, "connecting");
    client.close();
  }
});

test("gives up on an endpoint that speaks something else", () => {
  start();
  let error;
  client.on("state", (state) => (error = state.error));
  FakeSocket.last.open("");
  assert.match(error.message, /does not speak channelbox\.v1/);
  assert.ok(FakeSocket.last.closed);
});

test("an attempt that hangs is given up", async () => {
  start();
  mock.timers.tick(10_001);
  await settle();
  untilNext();
  assert.equal(FakeSocket.all.length, 2);
});

test("does not wait when the network is back, or the page is looked at again", async () => {
  const page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  globalThis.document = page;
  start();
  FakeSocket.last.open();
  await reconnect();
  FakeSocket.last.end();
  await settle();
  assert.equal(client.state, "waiting");
  page.dispatchEvent(new Event("online"));
  assert.equal(FakeSocket.all.length, 3);
  FakeSocket.last.end();
  await settle();
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(FakeSocket.all.length, 3, "not so soon");
  mock.timers.tick(999);
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(FakeSocket.all.length, 3, "nobody looks");
  page.hidden = false;
  mock.timers.tick(1);
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(FakeSocket.all.length, 4);
  client.close();
  page.dispatchEvent(new Event("online"));
  assert.equal(FakeSocket.all.length, 4);
});

test("sends what it can", () => {
  start();
  assert.throws(() => client.send("x"), /Not connected: the state is connecting/);
  FakeSocket.last.open();
  const bytes = Uint8Array.of(1);
  ["text", bytes, { a: 1 }, null].forEach((value) => client.send(value));
  assert.deepEqual(FakeSocket.last.sent, ["text", bytes, '{"a":1}', "null"]);
});

test("can be closed at any time", async () => {
  start().close();
  client.close();
  assert.ok(FakeSocket.last.closed);
  FakeSocket.last.open().frame(joined(), message(1));
  assert.deepEqual(events, []);
  start();
  FakeSocket.last.end();
  client.close();
  await settle();
  mock.timers.tick(100_000);
  assert.equal(FakeSocket.all.length, 2);
  assert.equal(client.state, "closed");
});

test("can be iterated over", async () => {
  start();
  const got = [];
  const loop = (async () => {
    for await (const { data } of client) {
      got.push(data);
      if (data === "stop") {
        break;
      }
    }
    return "left";
  })();
  await settle();
  FakeSocket.last.open().frame(joined(), message(1), message(2));
  await settle();
  FakeSocket.last.frame(message(3), message(4, "stop"), message(5));
  assert.equal(await loop, "left");
  assert.deepEqual(got, [1, 2, 3, "stop"]);
  const ended = (async () => {
    for await (const each of client) {
      assert.fail(each);
    }
    return "ended";
  })();
  await settle();
  client.close();
  assert.equal(await ended, "ended");
});

test("an iteration fails with the client", async () => {
  start();
  const loop = (async () => {
    for await (const each of client) {
      assert.fail(each);
    }
  })();
  await settle();
  FakeSocket.last.open().end(1008);
  await assert.rejects(loop, /1008/);
});

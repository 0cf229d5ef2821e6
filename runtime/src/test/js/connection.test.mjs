/** How the client keeps a connection: tries, watches, comes back, ends. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { connect } from "./client.mjs";
import { FakeSocket } from "./fake-socket.mjs";
import { joined, message, page, reconnect, seen, settle, start, untilNext } from "./harness.mjs";

/** Long enough for the next attempt to come at once. */
const lasted = () => {
  for (let i = 0; i < 5; i++) {
    FakeSocket.last.frame({ type: "ping" });
    mock.timers.tick(1_000);
  }
};

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

test("is open with hello, not before", () => {
  const client = start();
  FakeSocket.last.upgrade();
  assert.equal(client.state, "connecting");
  assert.throws(() => client.send("x"), { name: "NotConnectedError" });
  FakeSocket.last.frame({ type: "hello", connection: "c7", heartbeat: 25_000 });
  assert.deepEqual([client.state, client.connectionId], ["open", "c7"]);
  assert.deepEqual(seen("state").at(-1), { state: "open", connection: "c7" });
});

test("answers pings", () => {
  start();
  FakeSocket.last.open().frame({ type: "ping" });
  assert.deepEqual(FakeSocket.last.sent, ['{"channelbox":"pong"}']);
  assert.deepEqual(seen("other"), []);
});

test("a silent connection is dropped 10 s after a ping was due, whatever its socket says", async () => {
  start();
  const dead = FakeSocket.last.open(25_000);
  dead.close = () => (dead.closed = true); // Its close event never comes.
  mock.timers.tick(20_000);
  dead.raw("the endpoint's own");
  for (let second = 0; second < 34; second++) {
    mock.timers.tick(1_000);
  }
  assert.equal(FakeSocket.all.length, 1);
  mock.timers.tick(1_000);
  assert.ok(dead.closed);
  assert.equal(seen("state").at(-1).why, "silent");
  await untilNext();
  dead.frame(message(1));
  dead.end(4001);
  assert.deepEqual(seen("message"), []);
  FakeSocket.last.open();
});

test("nobody watches where no pings come", () => {
  const client = start();
  FakeSocket.last.open(0);
  mock.timers.tick(1_000_000);
  assert.equal(client.state, "open");
});

test("a machine that has slept notices soon, although its timers stood still", async () => {
  const client = start();
  FakeSocket.last.open();
  let slept = 0;
  const now = Date.now;
  mock.method(Date, "now", () => now() + slept);
  slept = 60_000;
  mock.timers.tick(5_000);
  assert.equal(client.state, "waiting");
  await untilNext();
  FakeSocket.last.open();
  slept = -3_600_000; // Somebody has set the clock back.
  for (let second = 0; second < 45 && client.state === "open"; second++) {
    mock.timers.tick(1_000);
  }
  assert.equal(client.state, "waiting");
});

test("a page that is looked at again, or comes back, notices at once", async () => {
  const window = page();
  for (const wake of ["visibilitychange", "online", "pageshow"]) {
    const client = start();
    FakeSocket.last.open();
    window.dispatchEvent(new Event(wake));
    assert.equal(client.state, "open");
    const later = Date.now() + 36_000;
    const clock = mock.method(Date, "now", () => later);
    window.dispatchEvent(new Event(wake));
    assert.equal(client.state, "waiting", wake);
    clock.mock.restore();
    client.close();
  }
});

test("never tries more than once a second, but for the first time, and rarely after a while", async () => {
  start();
  FakeSocket.last.open();
  lasted();
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
  assert.ok(mean > 13_000 && mean < 18_000, `jitter over the whole range: ${mean}`);
});

test("begins anew after hello only, and not at once if it did not last", async () => {
  mock.method(Math, "random", () => 0.999);
  start();
  FakeSocket.last.open();
  lasted();
  await reconnect();
  FakeSocket.last.upgrade();
  assert.ok((await reconnect()) > 1_900, "no hello");
  FakeSocket.last.open();
  const soon = await reconnect();
  assert.ok(soon >= 1_900 && soon <= 2_000, `hello, but it did not last: ${soon}`);
  FakeSocket.last.open();
  lasted();
  assert.ok((await reconnect()) <= 1_000, "it did");
});

test("comes back after each of these, with a pause if it is asked to wait", async () => {
  mock.method(Math, "random", () => 0);
  const codes = [[1000, 0], [1001, 0], [1006, 0], [1011, 0], [1012, 0], [4000, 0], [4100, 0], [4408, 0],
    [1008, 1_000], [1013, 1_000]];
  for (const [code, pause] of codes) {
    const client = start();
    FakeSocket.last.open();
    lasted();
    const waited = await reconnect(code, "why");
    assert.ok(waited >= pause && waited <= pause + 1, `${code}: ${waited}`);
    assert.deepEqual(seen("state").find(({ state }) => state === "waiting"),
      { state: "waiting", attempt: 1, retryIn: pause, code, reason: "why", why: "closed" });
    client.close();
  }
});

test("ends where the server says so", () => {
  for (const code of [4001, 4099]) {
    const client = start();
    FakeSocket.last.open().end(code, "kicked");
    assert.equal(client.state, "closed");
    const { error, ...state } = seen("state").at(-1);
    assert.deepEqual(state, { state: "closed", code, reason: "kicked", why: "closed" });
    assert.match(error.message, new RegExp(`kicked.*${code}`));
    mock.timers.tick(100_000);
    assert.equal(FakeSocket.all.length, 1);
    FakeSocket.all = [];
  }
});

test("gives up on an endpoint that speaks something else", () => {
  const client = start();
  FakeSocket.last.upgrade("");
  assert.match(seen("state").at(-1).error.message, /does not speak channelbox\.v1/);
  assert.ok(FakeSocket.last.closed);
  assert.equal(client.state, "closed");
});

test("an attempt that hangs, before or after the upgrade, is given up", async () => {
  start();
  mock.timers.tick(10_001);
  await settle();
  assert.match(seen("refused")[0].reason, /in time/);
  await untilNext();
  FakeSocket.last.upgrade();
  mock.timers.tick(10_001);
  await untilNext();
  assert.equal(FakeSocket.all.length, 3);
});

test("does not wait when the network is back, or the page is looked at again", async () => {
  mock.method(Math, "random", () => 0.9);
  const window = page();
  const client = start();
  FakeSocket.last.open();
  lasted();
  FakeSocket.last.end();
  window.dispatchEvent(new Event("online"));
  assert.equal(FakeSocket.all.length, 2);
  FakeSocket.last.end();
  await settle();
  window.hidden = true;
  window.dispatchEvent(new Event("visibilitychange"));
  mock.timers.tick(1_500);
  assert.equal(FakeSocket.all.length, 2, "nobody looks");
  window.hidden = false;
  window.dispatchEvent(new Event("visibilitychange"));
  assert.equal(FakeSocket.all.length, 3);
  FakeSocket.last.end();
  window.dispatchEvent(new Event("online"));
  mock.timers.tick(999);
  assert.equal(FakeSocket.all.length, 3, "not so soon");
  mock.timers.tick(1);
  assert.equal(FakeSocket.all.length, 4, "but no later");
  client.close();
  window.dispatchEvent(new Event("online"));
  assert.equal(FakeSocket.all.length, 4);
});

test("can be closed at any time", async () => {
  start().close();
  FakeSocket.last.open().frame(joined(), message(1));
  assert.deepEqual([...seen("joined"), ...seen("message")], []);
  assert.ok(FakeSocket.last.closed);
  let client = start();
  FakeSocket.last.end();
  client.close();
  client.close();
  await settle();
  mock.timers.tick(100_000);
  assert.equal(FakeSocket.all.length, 2);
  assert.deepEqual(seen("state").at(-1), { state: "closed" });
  for (const last of ["open", "waiting"]) {
    client = start();
    client.on("state", ({ state }) => state === last && client.close());
    FakeSocket.last.open().end();
    await settle();
    mock.timers.tick(100_000);
    assert.equal(client.state, "closed");
  }
  assert.equal(FakeSocket.all.length, 4);
});

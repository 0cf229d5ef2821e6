/** What an attempt is made with, and why it failed. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { FakeSocket } from "./fake-socket.mjs";
import { reconnect, seen, settle, start, untilNext } from "./harness.mjs";

const answers = (status, refusal, asked = []) => async (url, options) => {
  asked.push([url, options]);
  return new Response(null, { status, headers: refusal ? { "Channel-Box-Refusal": refusal } : {} });
};

test("address and protocols are asked for at each attempt", async () => {
  let attempts = [];
  start({ protocols: async (attempt) => [`token-${attempt}`] }, (attempt) => {
    attempts.push(attempt);
    return `http://host/ws?token=${attempts.length}`;
  });
  await settle();
  assert.deepEqual([FakeSocket.last.url, FakeSocket.last.protocols], ["ws://host/ws?token=1", ["channelbox.v1", "token-0"]]);
  FakeSocket.last.end();
  await untilNext();
  assert.deepEqual([FakeSocket.last.url, FakeSocket.last.protocols], ["ws://host/ws?token=2", ["channelbox.v1", "token-1"]]);
  FakeSocket.last.open();
  await reconnect(1008, "Authentication expired");
  assert.equal(FakeSocket.last.url, "ws://host/ws?token=3");
  assert.deepEqual(attempts, [0, 1, 1]);
});

test("where they cannot be had the attempt has failed, and another one follows", async () => {
  const failures = [() => {
    throw new Error("no token");
  }, () => Promise.reject("nobody there"), () => "no base", () => "http://host/ws"];
  const client = start({}, () => failures.shift()());
  await settle();
  assert.deepEqual(seen("refused").map(({ reason, final }) => [reason, final]), [["no token", false]]);
  assert.equal(client.state, "waiting");
  for (let ms = 0; ms < 20_000 && FakeSocket.all.length === 0; ms += 100) {
    mock.timers.tick(100);
    await settle();
  }
  assert.deepEqual(seen("refused").map(({ reason }) => reason), ["no token", "nobody there", "Invalid URL"]);
  assert.equal(FakeSocket.last.url, "ws://host/ws");
});

test("one that hangs is asked again, and its late answer ignored", async () => {
  let late;
  const urls = [new Promise((resolve) => (late = resolve)), "ws://host/second"];
  start({}, () => urls.shift());
  mock.timers.tick(10_000);
  await untilNext();
  late("ws://host/first");
  await settle();
  assert.deepEqual(FakeSocket.all.map(({ url }) => url), ["ws://host/second"]);
});

test("asks why with what the upgrade had", async () => {
  const asked = [];
  start({ protocols: ["own"], groups: { g: "e:1" }, fetch: answers(503, "full", asked) });
  FakeSocket.last.end();
  await settle();
  const [[url, { method, headers, credentials, body }]] = asked;
  assert.equal(url, "http://host/ws/chat/lobby?resume=g%40e%3A1");
  assert.deepEqual({ method, headers, credentials, body }, { method: "POST", credentials: "include", body: undefined,
    headers: { "Channel-Box-Probe": "1", "Channel-Box-Protocols": "channelbox.v1, own" } });
  const [{ retryIn, ...refused }] = seen("refused");
  assert.deepEqual(refused, { status: 503, reason: "full", final: false });
  assert.equal(retryIn, seen("state").at(-1).retryIn);
});

test("gives up where nothing can change", async () => {
  for (const status of [400, 403]) {
    const client = start({ fetch: answers(status, "not for you") });
    FakeSocket.last.end();
    await settle();
    assert.equal(client.state, "closed");
    assert.deepEqual(seen("refused"), [{ status, reason: "not for you", retryIn: 0, final: true }]);
    assert.match(seen("state").at(-1).error.message, new RegExp(`not for you \\(${status}\\)`));
  }
});

test("no other hint ends a client", async () => {
  const hints = [[401, "who"], [404, "where"], [426], [429, "slowly"], [500, "oops"], [502], [503, "full"], [400], [403]];
  for (const [status, reason] of hints) {
    const client = start({ fetch: answers(status, reason) });
    FakeSocket.last.end();
    await settle();
    const [refused] = seen("refused");
    assert.deepEqual([refused.status, refused.reason, refused.final], [status, reason, false]);
    await untilNext();
    client.close();
  }
  const refuses = answers(403, "not now");
  let fetch = answers(503, "full");
  const later = start({ fetch: (...args) => fetch(...args) });
  FakeSocket.last.end();
  await untilNext();
  fetch = refuses;
  await reconnect();
  assert.equal(later.state, "connecting", "not the first attempt");
  later.close();
  const before = start({ fetch: refuses });
  FakeSocket.last.open();
  await reconnect();
  await reconnect();
  assert.equal(before.state, "connecting", "it was open before");
  before.close();
  const renewing = start({ fetch: refuses }, () => "ws://host/");
  await settle();
  await reconnect();
  assert.equal(renewing.state, "connecting", "the address may change");
});

test("does not wait for the hint, nor ask again before the next attempt", async () => {
  mock.method(Math, "random", () => 0);
  let answer;
  let asked = 0;
  const fetch = () => {
    asked++;
    return new Promise((resolve) => (answer = resolve));
  };
  const client = start({ fetch });
  FakeSocket.last.end();
  await untilNext();
  assert.deepEqual(seen("refused"), [{ retryIn: 0, final: false }]);
  assert.equal(asked, 1);
  answer(await answers(503, "full")());
  await settle();
  assert.equal(seen("refused").length, 1, "too late");
  client.close();
  const hopeless = start({ fetch });
  FakeSocket.last.end();
  await untilNext();
  answer(await answers(403, "not for you")());
  await settle();
  assert.equal(hopeless.state, "closed", "it is never too late for this");
  const lucky = start({ fetch });
  FakeSocket.last.end();
  await untilNext();
  FakeSocket.last.open();
  answer(await answers(403, "not for you")());
  await settle();
  assert.equal(lucky.state, "open", "but it got in meanwhile");
});

test("whoever closes on a refusal ends it", async () => {
  const client = start({ fetch: answers(401, "who are you") });
  client.on("refused", ({ status }) => status === 401 && client.close());
  FakeSocket.last.end();
  await settle();
  mock.timers.tick(100_000);
  assert.equal(client.state, "closed");
  assert.equal(FakeSocket.all.length, 1);
  assert.equal(seen("state").at(-1).error, undefined);
});

test("does not ask why where the upgrade was accepted", async () => {
  const asked = [];
  start({ fetch: answers(426, undefined, asked) });
  FakeSocket.last.upgrade().end(1001, "going");
  await settle();
  assert.deepEqual(asked, []);
  assert.deepEqual(seen("refused").map(({ code, reason }) => [code, reason]), [[1001, "going"]]);
});

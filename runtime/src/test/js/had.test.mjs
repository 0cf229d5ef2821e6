/** A message counts when it was had: its listeners have returned, its loops have come back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "./client.mjs";
import { FakeSocket } from "./fake-socket.mjs";
import { joined, message, reconnect, settle, start } from "./harness.mjs";

/** Without any listener. */
function silent(options) {
  return connect("ws://host/", { WebSocket: FakeSocket, fetch: () => Promise.reject(new Error("none")), ...options });
}

test("what a listener promises is waited for, in the order of the group", async () => {
  const client = silent();
  const ends = [];
  client.on("message", () => new Promise((resolve, reject) => ends.push({ resolve, reject })));
  FakeSocket.last.open().frame(joined(), message(1), message(2), message(3));
  assert.equal(ends.length, 3, "they are called at once");
  ends[1].resolve();
  await settle();
  assert.deepEqual(client.positions, { g: "e:0" });
  ends[0].resolve();
  await settle();
  assert.deepEqual(client.positions, { g: "e:2" });
  await reconnect();
  assert.match(FakeSocket.last.url, /g%40e%3A3$/, "what was received comes no more");
  FakeSocket.last.open().frame(joined({ id: "e:3", recovered: true }), message(3), message(4));
  assert.equal(ends.length, 4);
  client.close();
});

test("a loop has had a message when it comes back for the next", async () => {
  const client = silent();
  const loop = client[Symbol.asyncIterator]();
  FakeSocket.last.open().frame(joined(), message(1), message(2), message(3));
  assert.equal((await loop.next()).value.data, 1, "what came before the first next() is kept");
  assert.deepEqual(client.positions, { g: "e:0" });
  assert.equal((await loop.next()).value.data, 2);
  assert.deepEqual(client.positions, { g: "e:1" });
  await loop.return();
  assert.deepEqual(client.positions, { g: "e:2" }, "it was left with 2; 3 it has never seen");
  client.close();
});

test("the slowest counts", async () => {
  const client = silent();
  client.on("message", () => {});
  const loop = client[Symbol.asyncIterator]();
  FakeSocket.last.open().frame(joined(), message(1), message(2));
  assert.deepEqual(client.positions, { g: "e:0" });
  await loop.next();
  await loop.next();
  assert.deepEqual(client.positions, { g: "e:1" });
  await loop.return();
  FakeSocket.last.frame(message(3));
  assert.deepEqual(client.positions, { g: "e:3" });
  client.close();
});

test("what a loop was left with unseen is not had, until something later is", async () => {
  const client = silent();
  const loop = client[Symbol.asyncIterator]();
  FakeSocket.last.open().frame(joined(), message(1), message(2));
  await loop.next();
  await loop.return();
  assert.deepEqual(client.positions, { g: "e:1" });
  client.on("message", () => {});
  FakeSocket.last.frame(message(3));
  assert.deepEqual(client.positions, { g: "e:3" });
  client.close();
});

test("what nobody gets nobody had, until something is had", () => {
  const client = silent();
  FakeSocket.last.open().frame(joined(), message(1));
  assert.deepEqual(client.positions, { g: "e:0" });
  client.on("message", () => {});
  FakeSocket.last.frame(message(2));
  assert.deepEqual(client.positions, { g: "e:2" });
  client.close();
});

test("a gap moves the position when what came before it was had", async () => {
  const client = silent();
  const loop = client[Symbol.asyncIterator]();
  FakeSocket.last.open().frame(joined(), message(1));
  await reconnect();
  FakeSocket.last.open().frame(joined({ id: "e:7", recovered: false }));
  assert.deepEqual(client.positions, { g: "e:0" });
  await loop.next();
  loop.next();
  assert.deepEqual(client.positions, { g: "e:7" });
  client.close();
});

test("can be iterated over", async () => {
  const client = start();
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
  FakeSocket.last.open().frame(joined(), message(1), message(2));
  await settle();
  FakeSocket.last.frame(message(3), message(4, "stop"), message(5));
  assert.equal(await loop, "left");
  assert.deepEqual(got, [1, 2, 3, "stop"]);
});

test("an iteration ends with the client, after what has come", async () => {
  const client = start();
  const got = [];
  const loop = (async () => {
    for await (const { data } of client) {
      got.push(data);
    }
    return "ended";
  })();
  FakeSocket.last.open().frame(joined(), message(1), message(2));
  client.close();
  assert.equal(await loop, "ended");
  assert.deepEqual(got, [1, 2]);
  assert.deepEqual(client.positions, { g: "e:2" });
  for await (const each of client) {
    assert.fail(each);
  }
});

test("an iteration fails with the client", async () => {
  const client = start();
  const loop = client[Symbol.asyncIterator]().next();
  FakeSocket.last.open().end(4001, "kicked");
  await assert.rejects(loop, /kicked.*4001/);
  assert.equal(client.state, "closed");
});

/** A client whose server, clock and network a test plays. */
import { afterEach, beforeEach, mock } from "node:test";
import { connect } from "./client.mjs";
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

export function start(options = {}, url = "http://host/ws/chat/lobby") {
  client = connect(url, { WebSocket: FakeSocket, fetch: nobodyThere, ...options });
  events = [];
  for (const type of ["message", "joined", "gap", "presence", "left", "other", "state", "refused"]) {
    client.on(type, (event) => void events.push([type, event]));
  }
  return client;
}

/** What has happened since the start, of a type. */
export const seen = (type) => events.filter(([t]) => t === type).map(([, event]) => event);
export const types = () => events.map(([type]) => type).filter((type) => type !== "state");

export const settle = () => new Promise((resolve) => setImmediate(resolve));
export const joined = (more) => ({ type: "joined", group: "g", id: "e:0", ...more });
export const message = (offset, data = offset) => ({ type: "message", group: "g", id: `e:${offset}`, data });

/** Lets the connection break and the next one be tried, however long that takes; returns the pause. */
export async function reconnect(code, reason) {
  FakeSocket.last.end(code, reason);
  await settle();
  return untilNext();
}

/** Waits for the next attempt; returns for how long. */
export async function untilNext() {
  const before = FakeSocket.all.length;
  for (let ms = 0; ms <= 60_000; ms++) {
    if (FakeSocket.all.length > before) {
      return ms;
    }
    mock.timers.tick(1);
    if (ms % 100 === 0) {
      await settle();
    }
  }
  throw new Error("It did not try again");
}

/** A window and its document. */
export function page() {
  const page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  globalThis.document = page;
  return page;
}

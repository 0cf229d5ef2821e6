/**
 * The client of channel-box: named WebSocket groups of a Quarkus application, over the subprotocol channelbox.v1.
 * It reconnects by itself, gets what it missed meanwhile, and says so when it could not. See channel-box.d.ts for the types.
 */
const PROTOCOL = "channelbox.v1";
/** How long a connection may take to open, and how long it has to last to count as a good one, in ms. */
const OPEN_TIMEOUT = 10_000;
const STABLE = 5_000;
const REFUSALS = [400, 401, 403];

export function connect(url, options) {
  return new Client(url, options);
}

class Client {
  #url;
  #options;
  #listeners = new Map();
  #positions;
  #members = new Map();
  #socket;
  #timer;
  #openTimer;
  #attempt = 0;
  #triedAt = 0;
  #state = "connecting";
  #error;
  #stop = new AbortController();

  constructor(url, options = {}) {
    const { WebSocket, fetch, document } = globalThis;
    this.#options = { WebSocket, fetch, protocols: [], minDelay: 1_000, maxDelay: 30_000, ...options };
    if (typeof this.#options.WebSocket !== "function") {
      throw new Error("There is no WebSocket here: pass { WebSocket }, for instance that of the package 'ws', or use Node.js 22");
    }
    this.#url = new URL(url, globalThis.location?.href);
    this.#url.protocol = this.#url.protocol.replace(/^http/, "ws");
    this.#url.hash = "";
    if (!/^wss?:$/.test(this.#url.protocol)) {
      throw new TypeError(`Not the address of a WebSocket: ${url}`);
    }
    this.#positions = new Map(Object.entries(options.groups ?? {}));
    const { signal } = this.#stop;
    globalThis.addEventListener?.("online", () => this.#hurry(0), { signal });
    document?.addEventListener("visibilitychange", () => document.hidden || this.#hurry(this.#options.minDelay), { signal });
    this.#open();
  }

  get state() {
    return this.#state;
  }

  get positions() {
    return Object.fromEntries(this.#positions);
  }

  members(group) {
    return [...(this.#members.get(group)?.values() ?? [])];
  }

  on(type, listener) {
    if (!this.#listeners.has(type)) {
      this.#listeners.set(type, new Set());
    }
    this.#listeners.get(type).add(listener);
    return () => this.#listeners.get(type).delete(listener);
  }

  send(value) {
    if (this.#state !== "open") {
      throw new Error(`Not connected: the state is ${this.#state}`);
    }
    const asItIs = typeof value === "string" || ArrayBuffer.isView(value) || value instanceof ArrayBuffer
      || (globalThis.Blob && value instanceof Blob);
    this.#socket.send(asItIs ? value : JSON.stringify(value));
  }

  close() {
    this.#end();
  }

  async *[Symbol.asyncIterator]() {
    const queue = [];
    let wake;
    const stops = [
      this.on("message", (message) => {
        queue.push(message);
        wake?.();
      }),
      this.on("state", () => wake?.()),
    ];
    try {
      while (true) {
        while (queue.length > 0) {
          yield queue.shift();
        }
        if (this.#state === "closed") {
          if (this.#error) {
            throw this.#error;
          }
          return;
        }
        await new Promise((resolve) => (wake = resolve));
      }
    } finally {
      stops.forEach((stop) => stop());
    }
  }

  #emit(type, event) {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) {
      try {
        listener(event);
      } catch (error) {
        (globalThis.reportError ?? console.error)(error);
      }
    }
  }

  #become(state, details) {
    this.#state = state;
    this.#emit("state", { state, ...details });
  }

  /** The address with what the client is up to date with; each part is encoded, the commas between them are not. */
  #address() {
    const resume = [...this.#positions].map(([group, id]) => encodeURIComponent(`${group}@${id}`)).join(",");
    return this.#url.href + (resume ? `${this.#url.search ? "&" : "?"}resume=${resume}` : "");
  }

  #open() {
    this.#timer = undefined;
    this.#triedAt = Date.now();
    this.#become("connecting", { attempt: this.#attempt });
    const address = this.#address();
    const socket = (this.#socket = new this.#options.WebSocket(address, [PROTOCOL, ...this.#options.protocols]));
    let openedAt;
    const over = (code, reason) => {
      clearTimeout(this.#openTimer);
      this.#socket = undefined;
      if (openedAt === undefined) {
        this.#askWhy(address);
        return;
      }
      if (Date.now() - openedAt >= STABLE) {
        this.#attempt = 0;
      }
      if (code === 1000) {
        this.#end();
      } else if (code === 1008) {
        this.#end(new Error(`The server closed the connection for good: ${reason || "policy violation"} (1008)`));
      } else {
        this.#retry(code === 1013 ? this.#options.minDelay : 0);
      }
    };
    const on = (type, handler) => socket.addEventListener(type, (event) => this.#socket === socket && handler(event));
    on("open", () => {
      clearTimeout(this.#openTimer);
      openedAt = Date.now();
      if (socket.protocol === PROTOCOL) {
        this.#become("open");
      } else {
        this.#end(new Error(`${this.#url} does not speak ${PROTOCOL}`));
      }
    });
    on("message", ({ data }) => this.#receive(data));
    on("close", ({ code, reason }) => over(code, reason));
    // In Node.js no close follows where no connection was made.
    on("error", () => openedAt === undefined && over());
    this.#openTimer = setTimeout(() => {
      over();
      socket.close();
    }, OPEN_TIMEOUT);
  }

  /** A browser does not tell with which status an upgrade was refused: the server does, when it is asked. */
  async #askWhy(address) {
    const { fetch } = this.#options;
    try {
      const response = await fetch(address.replace(/^ws/, "http"), {
        headers: { "Channel-Box-Probe": "1" },
        cache: "no-store",
        signal: AbortSignal.timeout(OPEN_TIMEOUT),
      });
      response.body?.cancel();
      if (REFUSALS.includes(response.status)) {
        const why = response.headers.get("Channel-Box-Refusal");
        this.#end(new Error(`The server refused the connection: ${why ?? response.statusText} (${response.status})`));
        return;
      }
    } catch {
      // Nobody there, or it may not be asked: it may come back.
    }
    this.#retry(0);
  }

  /** Full jitter; but after the first try never more than one in minDelay. */
  #retry(atLeast) {
    if (this.#state === "closed") {
      return;
    }
    const { minDelay, maxDelay } = this.#options;
    const least = this.#attempt > 0 ? minDelay : atLeast;
    const retryIn = Math.round(Math.max(least, Math.random() * Math.min(maxDelay, minDelay * 2 ** this.#attempt)));
    this.#attempt++;
    this.#timer = setTimeout(() => this.#open(), retryIn);
    this.#become("waiting", { attempt: this.#attempt, retryIn });
  }

  /** Something has changed: there is no need to wait for longer. */
  #hurry(pause) {
    if (this.#timer && Date.now() - this.#triedAt >= pause) {
      clearTimeout(this.#timer);
      this.#open();
    }
  }

  #end(error) {
    if (this.#state === "closed") {
      return;
    }
    const socket = this.#socket;
    this.#socket = undefined;
    clearTimeout(this.#timer);
    clearTimeout(this.#openTimer);
    this.#timer = undefined;
    this.#stop.abort();
    this.#error = error;
    socket?.close();
    this.#become("closed", error && { error });
  }

  #receive(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      // The endpoint may send what it likes besides.
    }
    const { type, ...rest } = Object(frame);
    switch (type) {
      case "joined":
        return this.#joined(rest);
      case "message":
        return this.#message(rest);
      case "presence":
        return this.#presence(rest);
      case "gap":
        return this.#emit(type, rest);
      case "left":
        this.#positions.delete(rest.group);
        this.#members.delete(rest.group);
        return this.#emit("left", rest);
      default:
        return this.#emit("other", data);
    }
  }

  #joined(joined) {
    const { group, id, recovered, missed } = joined;
    this.#members.delete(group);
    if (!recovered) {
      id ? this.#positions.set(group, id) : this.#positions.delete(group);
    }
    this.#emit("joined", joined);
    if (recovered === false) {
      this.#emit("gap", { group, missed });
    }
  }

  #message({ encoding, ...message }) {
    const { group, id, data } = message;
    if (id) {
      if (isKnown(id, this.#positions.get(group))) {
        return;
      }
      this.#positions.set(group, id);
    }
    if (encoding === "base64") {
      message.data = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    }
    this.#emit("message", message);
  }

  #presence(news) {
    const { group, joined, left } = news;
    if (joined) {
      const members = this.#members.get(group) ?? new Map();
      this.#members.set(group, members);
      left.forEach((entry) => members.delete(entry.connectionId));
      joined.forEach((entry) => members.set(entry.connectionId, entry));
    } else {
      this.#members.delete(group); // There are too many to name them.
    }
    this.#emit("presence", { joined: [], left: [], ...news, members: this.members(group) });
  }
}

function isKnown(id, position = ":") {
  const [epoch, offset] = id.split(":");
  const [lastEpoch, lastOffset] = position.split(":");
  return epoch === lastEpoch && Number(offset) <= Number(lastOffset);
}

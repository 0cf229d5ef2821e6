/**
 * The client of channel-box: named WebSocket groups of a Quarkus application, over the subprotocol channelbox.v1.
 * It reconnects by itself, gets what it missed meanwhile, and says so when it could not. See channel-box.d.ts for the types.
 */
import { command, CommandError, Commands, isBinary, json, notConnected } from "./commands.js";
import { Consumers } from "./consumers.js";
import { Groups } from "./groups.js";
import { newJoins } from "./joins.js";
import { newLink } from "./link.js";

export { CommandError };

/** How long a request waits for its answer, in ms. */
const REQUEST_TIMEOUT = 30_000;

export function connect(url, options) {
  return new Client(url, options);
}

class Client {
  #link;
  #groups;
  #joins;
  #commands;
  #consumers = new Consumers();
  #answerers = new Map();

  constructor(url, options = {}) {
    const { WebSocket, fetch } = globalThis;
    const all = { url, WebSocket, fetch, protocols: [], minDelay: 1_000, maxDelay: 30_000, ...options };
    if (typeof all.WebSocket !== "function") {
      throw new Error("No WebSocket: pass { WebSocket }");
    }
    this.#groups = new Groups(options.groups ?? {});
    this.#commands = new Commands((kind, body) => this.#link.send(command(kind, { ...all.trace?.(), ...body })));
    this.#joins = newJoins(all, (group) => this.#join(group), (group, error) => this.#expelled(group, error));
    this.#link = newLink({
      // Of what is joined by command the command says the position.
      positions: () => this.#groups.positions("received", (name, { byServer }) => byServer || !this.#joins.has(name)),
      received: (frame, data) => this.#received(frame, data),
      emit: (type, event) => this.#emit(type, event),
    }, all);
    if (this.#link.error) {
      throw this.#link.error; // The address is none, or there can be no WebSocket to it.
    }
  }

  get state() {
    return this.#link.state;
  }

  get connectionId() {
    return this.#link.connection;
  }

  get positions() {
    return this.#groups.positions("had", () => true);
  }

  members(group) {
    return this.#groups.get(group)?.members ?? [];
  }

  on(type, listener) {
    return this.#consumers.on(type, listener);
  }

  once(type, listener) {
    return this.#consumers.once(type, listener);
  }

  [Symbol.asyncIterator]() {
    return this.#consumers.loop();
  }

  async join(group, { after } = {}) {
    if (this.state === "closed") {
      throw notConnected(this.state);
    }
    const state = this.#groups.of(group);
    if (after && !state.inside) {
      state.moveTo(after);
    }
    return this.#joins.join(group);
  }

  async leave(group) {
    this.#joins.leave(group);
    this.#groups.delete(group);
    if (this.state === "open") {
      await this.#commands.call("leave", { group }).catch(unlessLost);
      if (!this.#joins.has(group)) {
        this.#groups.delete(group); // Messages that were on their way have made it known again.
      }
    }
  }

  async publish(group, data, { event, key } = {}) {
    return this.#commands.call("publish", { group, event, data: json(data), key });
  }

  async request(event, data, { timeout = REQUEST_TIMEOUT } = {}) {
    const reply = await this.#commands.call("event", { event, data: data && json(data) }, timeout);
    return reply.data;
  }

  answer(event, handler) {
    this.#answerers.set(event, handler);
    return () => this.#answerers.get(event) === handler && this.#answerers.delete(event);
  }

  send(value) {
    const data = typeof value === "string" || isBinary(value) ? value : JSON.stringify(json(value));
    if (typeof data === "string" && data.startsWith('{"channelbox":')) {
      throw new TypeError("A command: use join, publish or request");
    }
    this.#link.send(data);
  }

  close() {
    this.#link.end();
  }

  #emit(type, event) {
    if (type === "state") {
      this.#changed(event);
    }
    this.#consumers.emit(type, event);
  }

  #changed({ state, error }) {
    if (state === "open") {
      this.#joins.connected();
      return;
    }
    this.#groups.left();
    this.#joins.disconnected();
    this.#commands.lost();
    if (state === "closed") {
      this.#joins.end(error ?? notConnected(state));
      this.#consumers.end(error);
    }
  }

  async #join(group) {
    const { group: name, ...joined } = await this.#commands.call("join", { group, after: this.#groups.of(group).received });
    return joined;
  }

  #expelled(group, { code, reason }) {
    this.#groups.delete(group);
    this.#emit("left", { group, reason, code });
  }

  #received({ type, ...frame } = {}, data) {
    switch (type) {
      case "joined":
        return this.#joined(frame);
      case "message":
        return frame.ask === undefined ? this.#message(frame) : this.#asked(frame);
      case "presence":
        return this.#presence(frame);
      case "gap":
        return this.#emit(type, frame);
      case "left":
        return this.#left(frame);
      case "reply":
        return this.#commands.answered(frame) || this.#emit("other", data);
      default:
        return this.#emit("other", data);
    }
  }

  #joined({ ref, ...joined }) {
    const { group, id, recovered, missed } = joined;
    const state = this.#groups.of(group);
    // The answer to a join of a group that it is in already: nothing has changed.
    if (!state.inside || ref === undefined) {
      const known = state.received;
      state.enter(ref === undefined);
      if (!recovered || known === undefined) {
        state.moveTo(id);
      }
      this.#emit("joined", joined);
      if (recovered === false || (!recovered && known !== undefined && known !== id)) {
        this.#emit("gap", missed === undefined ? { group } : { group, missed });
      }
    }
    this.#commands.answered({ ref, ...joined });
  }

  #left({ ref, ...left }) {
    this.#groups.delete(left.group);
    if (ref === undefined) {
      this.#joins.removed(left.group);
    }
    this.#emit("left", left);
    this.#commands.answered({ ref, ...left });
  }

  #message(message) {
    const { group, id } = message;
    if (id === undefined || group === undefined) {
      this.#consumers.deliver(message, () => {});
      return;
    }
    const state = this.#groups.of(group);
    if (!state.knows(id)) {
      this.#consumers.deliver(message, state.out(id));
    }
  }

  #presence(news) {
    const { group, joined, left } = news;
    const state = this.#groups.of(group);
    state.present(joined, left);
    this.#emit("presence", { joined: [], left: [], ...news, members: state.members });
  }

  async #asked({ ask: ref, ...message }) {
    const { connectionId } = this;
    let answer;
    try {
      const handler = this.#answerers.get(message.event);
      if (!handler) {
        throw new Error("no handler");
      }
      answer = command("answer", { ref, data: json((await handler(message.data, message)) ?? null) });
    } catch (error) {
      answer = command("answer", { ref, error: String(error?.message ?? error) });
    }
    if (connectionId === this.connectionId) {
      this.#link.send(answer);
    }
  }
}

/** Without a connection it is in no group. */
function unlessLost(error) {
  if (error instanceof CommandError) {
    throw error;
  }
}

import { Publisher } from "./publisher.js";
import { pause, randomFrom } from "./random.js";
import { TokenService } from "./tokens.js";

/** How often a participant does something of its own accord, at the most, in ms. */
const WHIM = 4_000;
const RETRY = 100;

/**
 * One client, which is in groups of all three kinds. Its role: `name`, `hall`, `team`, `rooms` (groups that it joins by
 * command), `seed`, `validFor` (seconds of its tokens), `tokenIn` ("query" or "protocol"), and what it does at times: `reloads`
 * (goes on from its positions with a new client), `leaves` (a room, and joins it again), `loops` (reads in a loop as well).
 */
export class Participant {
  role;
  client;
  /** How long nothing had come when the client said that the connection is silent, in ms. */
  silences = [];
  /** How often a client has ended by itself. */
  ended = 0;
  /** How often what happened. */
  counts = {};
  #connect;
  #base;
  #random;
  #tokens;
  #publisher;
  #socket;
  #inside = new Set();
  #transcript = {};
  #looped;
  #rests = false;
  #isQuiet = false;
  #whims;

  constructor(connect, base, role) {
    this.role = role;
    this.#connect = connect;
    this.#base = base;
    this.#random = randomFrom(role.seed);
    this.#tokens = new TokenService(role.name, role.validFor, this.#random);
    this.#publisher = new Publisher(this, this.#random);
    this.#open({}, false);
    this.#publisher.run();
    this.#whims = this.#haveWhims();
  }

  get groups() {
    const { hall, team, rooms } = this.role;
    return [`hall-${hall}`, `team-${team}`, ...rooms];
  }

  get isThere() {
    return this.client.state === "open" && this.groups.every((group) => this.#inside.has(group));
  }

  get isIdle() {
    return this.#isQuiet && this.#publisher.isIdle;
  }

  /** Whether a message with these data came, in each group, to the listener and the loop. */
  has(data) {
    return [this.#transcript, this.#looped ?? this.#transcript].every((log) =>
      this.groups.every((group) => log[group]?.some((entry) => entry.data === data)));
  }

  get description() {
    const last = this.groups.map((group) => `${this.#inside.has(group) ? "in" : "not in"} ${group}: `
      + JSON.stringify(this.#transcript[group]?.at(-1)));
    return `${this.role.name} is ${this.client.state}, ${last.join(", ")}`;
  }

  get report() {
    const { role, counts } = this;
    const { published, refused } = this.#publisher;
    return { name: role.name, counts, transcript: this.#transcript, looped: this.#looped, published, refused };
  }

  count(what) {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  /** Goes on from its positions with a new client, which may join the rooms late: when it is open. */
  reload(isLate = false) {
    const { client } = this;
    this.client = undefined;
    this.#inside.clear();
    client.close();
    this.count("reload");
    this.#open(client.positions, isLate);
  }

  async rest() {
    this.#rests = true;
    this.#tokens.isReliable = true;
    this.#publisher.stop();
    await this.#whims;
    this.#isQuiet = true;
  }

  #open(groups, isLate) {
    const participant = this;
    const { hall, team, tokenIn, rooms, loops } = this.role;
    const address = `${this.#base}/storm/${hall}/${team}`;
    const inProtocol = async () => [
      "bearer-token-carrier",
      encodeURIComponent(`quarkus-http-upgrade#Authorization#Bearer ${await this.#tokens.token()}`),
    ];
    const client = this.#connect(tokenIn === "query" ? async () => `${address}?token=${await this.#tokens.token()}` : address, {
      groups,
      protocols: tokenIn === "query" ? [] : inProtocol,
      minDelay: 50,
      maxDelay: 1_000,
      WebSocket: class extends WebSocket {
        constructor(...parameters) {
          super(...parameters);
          participant.#watch(this);
        }
      },
    });
    this.client = client;
    const on = (type, listener) => client.on(type, (event) => this.client === client && listener(event));
    on("joined", ({ group, ...joined }) => {
      this.#inside.add(group);
      this.#note(group, { joined });
    });
    on("message", ({ group, id, data }) => this.#note(group, { id, data }));
    on("gap", ({ group, missed }) => this.#note(group, { gap: missed ?? null }));
    on("left", ({ group, reason, code }) => {
      this.#inside.delete(group);
      this.#note(group, { left: `${reason} ${code ?? ""}` });
    });
    on("refused", ({ status, code, error }) => this.count(`refused ${status ?? code ?? error?.message ?? "without an answer"}`));
    on("state", (event) => this.#changed(event));
    const join = () => this.client === client && rooms.forEach((room) => this.#join(room));
    isLate ? new Promise((resolve) => on("state", ({ state }) => state === "open" && resolve())).then(join) : join();
    if (loops) {
      this.#loop();
    }
  }

  #watch(socket) {
    this.#socket = socket;
    socket.heardAt = Date.now();
    socket.addEventListener("message", () => (socket.heardAt = Date.now()));
  }

  #changed({ state, why, code }) {
    if (state !== "open") {
      this.#inside.clear();
    }
    if (why === "closed") {
      this.count(`closed ${code}`);
    } else if (why === "silent") {
      this.silences.push(Date.now() - this.#socket.heardAt);
    }
    if (state === "closed") {
      this.ended++;
    }
  }

  #note(group, entry) {
    (this.#transcript[group] ??= []).push(entry);
  }

  /** As an application does it whose user asks until the room has a place. */
  async #join(room) {
    const { client } = this;
    for (let joined = false; !joined && this.client === client; ) {
      try {
        await client.join(room);
        joined = true;
      } catch (error) {
        this.count(`join ${error.code ?? error.name}`);
        await pause(RETRY);
      }
    }
  }

  async #loop() {
    this.#looped = Object.fromEntries(this.groups.map((group) => [group, []]));
    for await (const { group, id, data } of this.client) {
      this.#looped[group].push({ id, data });
      await pause(this.#random() * 5);
    }
  }

  async #haveWhims() {
    const { reloads, leaves, rooms } = this.role;
    while (!this.#rests) {
      await pause(this.#random() * WHIM);
      if (reloads && !this.#rests) {
        this.reload();
      }
      if (leaves && !this.#rests) {
        await this.#leave(rooms[Math.floor(this.#random() * rooms.length)]);
      }
    }
  }

  async #leave(room) {
    this.count("leave");
    this.#inside.delete(room);
    this.#note(room, { left: null });
    await this.client.leave(room);
    await pause(this.#random() * 200);
    await this.#join(room);
  }
}

import { addressOf } from "./address.js";
import { Alarm } from "./alarm.js";
import { backoff } from "./backoff.js";
import { command, failure } from "./commands.js";
import { frameOf } from "./frames.js";
import { askWhy } from "./refusal.js";

const PROTOCOL = "channelbox.v1";
/** How long an attempt may take up to `hello`, and how late a ping may come, in ms. */
const OPEN_TIMEOUT = 10_000;
const LATE = 10_000;
/** With these close codes the server asks for a pause. */
const PATIENT = [1008, 1013];
/** With these statuses and a reason it refuses what would be the same the next time. */
const REFUSALS = [400, 403];

/** Keeps one connection up: tries, watches it, comes back, ends. What it is for is its owner's affair. */
export class Link {
  state = "connecting";
  /** The server's id of the connection, while there is one. */
  connection;
  error;
  #owner;
  #options;
  /** Whether each attempt is like the one before. */
  #fixed;
  /** The attempt or connection that counts; what comes of an earlier one is ignored. */
  #current;
  #alarm = new Alarm();
  #failed = 0;
  #wasOpen = false;
  #triedAt;
  #earliest;
  #silence;
  /** The failure of an attempt that the owner has not been told of yet. */
  #untold;
  #stop = new AbortController();

  /** The owner has `positions()`, `connected()`, `disconnected()`, `received(frame, data)`, `emit(type, event)`. */
  constructor(owner, options) {
    this.#owner = owner;
    this.#options = options;
    this.#fixed = ![options.url, options.protocols].some((option) => typeof option === "function");
    this.#listen();
    this.#open();
  }

  send(data) {
    if (this.state !== "open") {
      throw failure("NotConnectedError", `Not connected: the state is ${this.state}`);
    }
    this.#current.socket.send(data);
  }

  end(error, details) {
    if (this.state === "closed") {
      return;
    }
    this.#drop();
    this.#alarm.clear();
    this.#stop.abort();
    this.#untold = undefined;
    this.error = error;
    this.#become("closed", error ? { error, ...details } : {});
  }

  /** What may mean that the machine woke up, or that the network is back. */
  #listen() {
    const { signal } = this.#stop;
    const on = (target, type, wake) => target?.addEventListener?.(type, wake, { signal });
    const { document } = globalThis;
    on(globalThis, "online", () => this.#wake());
    on(globalThis, "pageshow", ({ persisted }) => {
      // The page was put away, and its socket with it.
      persisted && this.state === "open" ? this.#wait({ why: "silent" }) : this.#wake();
    });
    on(document, "visibilitychange", () => document.hidden || this.#wake());
  }

  #wake() {
    if (this.state === "waiting") {
      this.#alarm.putOff(Math.min(this.#alarm.left, this.#earliest - Date.now()));
    }
    this.#alarm.check();
  }

  async #open() {
    this.#tell();
    if (this.state === "closed") {
      return;
    }
    const attempt = (this.#current = {});
    this.#triedAt = Date.now();
    this.#alarm.set(OPEN_TIMEOUT, () => this.#fail({ reason: "No answer in time" }));
    this.#become("connecting", { attempt: this.#failed });
    try {
      const { url, protocols, WebSocket } = this.#options;
      const asked = async (value) => (typeof value === "function" ? value(this.#failed) : value);
      const [base, own] = this.#fixed ? [url, protocols] : await Promise.all([asked(url), asked(protocols)]);
      if (this.#current === attempt) {
        attempt.address = addressOf(base, this.#owner.positions());
        attempt.protocols = [PROTOCOL, ...own];
        attempt.socket = new WebSocket(attempt.address, attempt.protocols);
        this.#attach(attempt);
      }
    } catch (error) {
      if (this.#current === attempt) {
        this.#fixed ? this.end(error) : this.#fail({ reason: String(error?.message ?? error), error });
      }
    }
  }

  #attach(attempt) {
    const { socket } = attempt;
    const on = (type, handler) => socket.addEventListener(type, (event) => this.#current === attempt && handler(event));
    on("open", () => {
      attempt.upgraded = true;
      if (socket.protocol !== PROTOCOL) {
        this.end(new Error(`${attempt.address} does not speak ${PROTOCOL}`));
      }
    });
    on("message", ({ data }) => this.#receive(data));
    on("close", ({ code, reason }) => this.#over(code, reason));
    // In Node.js no close follows where no connection was made.
    on("error", () => attempt.upgraded || this.#fail({}));
  }

  #receive(data) {
    const frame = frameOf(data);
    if (this.#silence) {
      this.#alarm.putOff(this.#silence);
    }
    if (this.state !== "open") {
      frame?.type === "hello" && this.#greeted(frame); // It is the first one.
    } else if (frame?.type === "ping") {
      this.send(command("pong"));
    } else {
      this.#owner.received(frame, data);
    }
  }

  /** The connection is a good one. */
  #greeted({ connection, heartbeat }) {
    this.#failed = 0;
    this.#wasOpen = true;
    this.#untold = undefined;
    this.connection = connection;
    this.#silence = heartbeat && heartbeat + LATE;
    this.#silence ? this.#alarm.set(this.#silence, () => this.#wait({ why: "silent" })) : this.#alarm.clear();
    this.state = "open";
    this.#owner.connected();
    this.#become("open", { connection });
  }

  #over(code, reason) {
    const details = { code, reason, why: "closed" };
    if (code >= 4001 && code <= 4099) {
      this.end(new Error(`Closed for good: ${reason} (${code})`), details);
    } else if (this.state === "open") {
      this.#wait(details);
    } else {
      this.#fail({ code, reason });
    }
  }

  /** An attempt has come to nothing: the server is asked why, and the owner told, before the next one. */
  async #fail(details) {
    const { address, protocols, upgraded } = this.#current;
    const mayEnd = this.#fixed && !this.#wasOpen && this.#failed === 0;
    this.#untold = details;
    this.#wait({ ...details, why: "refused" });
    const { fetch } = this.#options;
    const asks = this.#untold && address && !upgraded;
    const hint = asks ? await askWhy(fetch, address, protocols) : undefined;
    if (mayEnd && !this.#wasOpen && this.state !== "closed" && hint?.reason && REFUSALS.includes(hint.status)) {
      this.#owner.emit("refused", { ...details, ...hint, retryIn: 0, final: true });
      this.end(new Error(`Refused: ${hint.reason} (${hint.status})`), { why: "refused" });
    } else if (this.#untold === details) {
      this.#tell(hint);
    }
  }

  #tell(hint) {
    const details = this.#untold;
    this.#untold = undefined;
    if (details) {
      this.#owner.emit("refused", { ...details, ...hint, retryIn: Math.max(0, this.#alarm.left), final: false });
    }
  }

  /** The connection is gone, or none came: another attempt follows, never within minDelay after the one before but once. */
  #wait(details) {
    this.#drop();
    const now = Date.now();
    const { minDelay } = this.#options;
    const soon = PATIENT.includes(details.code) || (this.#wasOpen && now - this.#triedAt < minDelay);
    const atLeast = soon ? minDelay : 0;
    const retryIn = backoff(this.#options, this.#failed++, atLeast);
    this.#earliest = Math.max(now + atLeast, this.#triedAt + minDelay);
    this.#alarm.set(retryIn, () => this.#open());
    this.#become("waiting", { attempt: this.#failed, retryIn, ...details });
  }

  /** A dead socket may never close: nobody waits for it. */
  #drop() {
    const socket = this.#current?.socket;
    this.#current = this.connection = this.#silence = undefined;
    socket?.close();
    if (this.state === "open") {
      this.#owner.disconnected();
    }
  }

  #become(state, details) {
    this.state = state;
    this.#owner.emit("state", { state, ...details });
  }
}

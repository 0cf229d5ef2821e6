import { addressOf } from "./address.js";
import { newAlarm } from "./alarm.js";
import { backoff } from "./backoff.js";
import { command, notConnected } from "./commands.js";
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

/**
 * Keeps one connection up: tries, watches it, comes back, ends. What it is for is its owner's affair, who has `positions()`,
 * `received(frame, data)` and `emit(type, event)`.
 */
export function newLink(owner, { url, protocols, WebSocket, fetch, ...pauses }) {
  const { minDelay } = pauses;
  const { document } = globalThis;
  const isFixed = typeof url !== "function" && typeof protocols !== "function";
  const alarm = newAlarm();
  const stop = new AbortController();
  let state = "connecting";
  let error;
  /** The attempt or connection that counts; what comes of an earlier one is ignored. */
  let current;
  let connection;
  let failed = 0;
  let wasOpen = false;
  let triedAt;
  let earliest;
  /** How long nothing may come, in ms. */
  let silence;
  /** The failure of an attempt that the owner has not been told of yet. */
  let untold;

  function send(data) {
    if (state !== "open") {
      throw notConnected(state);
    }
    current.socket.send(data);
  }

  function end(cause, details) {
    if (state === "closed") {
      return;
    }
    drop();
    alarm.clear();
    stop.abort();
    untold = undefined;
    error = cause;
    become("closed", error ? { error, ...details } : {});
  }

  async function open() {
    tell();
    if (state === "closed") {
      return;
    }
    const attempt = (current = {});
    triedAt = Date.now();
    alarm.set(OPEN_TIMEOUT, () => fail({ reason: "No answer in time" }));
    become("connecting", { attempt: failed });
    try {
      const asked = async (value) => (typeof value === "function" ? value(failed) : value);
      const [base, own] = isFixed ? [url, protocols] : await Promise.all([asked(url), asked(protocols)]);
      if (current === attempt) {
        attempt.address = addressOf(base, owner.positions());
        attempt.protocols = [PROTOCOL, ...own];
        attempt.socket = new WebSocket(attempt.address, attempt.protocols);
        attach(attempt);
      }
    } catch (cause) {
      if (current === attempt) {
        isFixed ? end(cause) : fail({ reason: String(cause?.message ?? cause), error: cause });
      }
    }
  }

  function attach(attempt) {
    const { socket } = attempt;
    const on = (type, handler) => socket.addEventListener(type, (event) => current === attempt && handler(event));
    on("open", () => {
      attempt.upgraded = true;
      if (socket.protocol !== PROTOCOL) {
        end(new Error(`${attempt.address} does not speak ${PROTOCOL}`));
      }
    });
    on("message", ({ data }) => receive(data));
    on("close", ({ code, reason }) => over(code, reason));
    // In Node.js no close follows where no connection was made.
    on("error", () => attempt.upgraded || fail({}));
  }

  function receive(data) {
    const frame = frameOf(data);
    if (silence) {
      alarm.putOff(silence);
    }
    if (state !== "open") {
      frame?.type === "hello" && greeted(frame); // It is the first one.
    } else if (frame?.type === "ping") {
      send(command("pong"));
    } else {
      owner.received(frame, data);
    }
  }

  /** The connection is a good one. */
  function greeted({ connection: id, heartbeat }) {
    failed = 0;
    wasOpen = true;
    untold = undefined;
    connection = id;
    silence = heartbeat && heartbeat + LATE;
    silence ? alarm.set(silence, () => wait({ why: "silent" })) : alarm.clear();
    become("open", { connection });
  }

  function over(code, reason) {
    const details = { code, reason, why: "closed" };
    if (code >= 4001 && code <= 4099) {
      end(new Error(`Closed for good: ${reason} (${code})`), details);
    } else if (state === "open") {
      wait(details);
    } else {
      fail({ code, reason });
    }
  }

  /** An attempt has come to nothing: the server is asked why, and the owner told, before the next one. */
  async function fail(details) {
    const { address, protocols, upgraded } = current;
    const mayEnd = isFixed && failed === 0;
    untold = details;
    wait({ ...details, why: "refused" });
    const hint = untold && address && !upgraded ? await askWhy(fetch, address, protocols) : undefined;
    if (mayEnd && !wasOpen && state !== "closed" && hint?.reason && REFUSALS.includes(hint.status)) {
      owner.emit("refused", { ...details, ...hint, retryIn: 0, final: true });
      end(new Error(`Refused: ${hint.reason} (${hint.status})`), { why: "refused" });
    } else if (untold === details) {
      tell(hint);
    }
  }

  function tell(hint) {
    const details = untold;
    untold = undefined;
    if (details) {
      owner.emit("refused", { ...details, ...hint, retryIn: Math.max(0, alarm.left()), final: false });
    }
  }

  /** The connection is gone, or none came: another attempt follows, never within minDelay after the one before but once. */
  function wait(details) {
    drop();
    const now = Date.now();
    const atLeast = PATIENT.includes(details.code) || (wasOpen && now - triedAt < minDelay) ? minDelay : 0;
    const retryIn = backoff(pauses, failed++, atLeast);
    earliest = Math.max(now + atLeast, triedAt + minDelay);
    alarm.set(retryIn, open);
    become("waiting", { attempt: failed, retryIn, ...details });
  }

  /** A dead socket may never close: nobody waits for it. */
  function drop() {
    const socket = current?.socket;
    current = connection = silence = undefined;
    socket?.close();
  }

  function become(newState, details) {
    state = newState;
    owner.emit("state", { state, ...details });
  }

  /** The machine may have woken up, or the network be back. */
  function wake() {
    if (state === "waiting") {
      alarm.putOff(Math.min(alarm.left(), earliest - Date.now()));
    }
    alarm.check();
  }

  for (const [target, type] of [[globalThis, "online"], [globalThis, "pageshow"], [document, "visibilitychange"]]) {
    target?.addEventListener?.(type, () => document?.hidden || wake(), { signal: stop.signal });
  }
  open();

  return {
    send,
    end,
    get state() {
      return state;
    },
    /** The server's id of the connection, while there is one. */
    get connection() {
      return connection;
    },
    get error() {
      return error;
    },
  };
}

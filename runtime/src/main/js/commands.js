/** How many commands may wait for their answer. */
const MOST = 1_000;

/** The server has refused a command, or failed at it: `code` is an HTTP status. */
export class CommandError extends Error {
  name = "CommandError";

  constructor({ code, reason }) {
    super(`${reason} (${code})`);
    this.code = code;
    this.reason = reason;
  }
}

/** An error that the client itself makes, to be told from others by its name. */
export function failure(name, message) {
  return Object.assign(new Error(message), { name });
}

/** It was not sent, and will not be. */
export function notConnected(state) {
  return failure("NotConnectedError", `Not connected: the state is ${state}`);
}

export function isBinary(value) {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Blob;
}

/** The value itself, if there is JSON for it. */
export function json(value) {
  if (isBinary(value) || JSON.stringify(value) === undefined) {
    throw new TypeError(`No JSON for this ${typeof value}`);
  }
  return value;
}

/** A command as the server reads it: it knows it by how the text begins. */
export function command(kind, body) {
  return JSON.stringify({ channelbox: kind, ...body });
}

/** The commands of one connection that wait for their answer. */
export class Commands {
  #send;
  #waiting = new Map();
  #lastRef = 0;

  constructor(send) {
    this.#send = send;
  }

  /** The frame that answers; rejects with a CommandError, or where there will be no answer. A `timeout` is in ms. */
  call(kind, body, timeout) {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size >= MOST) {
        throw failure("TooManyCommandsError", `${MOST} commands wait for their answer`);
      }
      const ref = ++this.#lastRef;
      this.#send(kind, { ref, ...body });
      const timer = timeout < 2 ** 31 && setTimeout(() => {
        this.#waiting.delete(ref);
        reject(failure("TimeoutError", `No answer within ${timeout} ms`));
      }, timeout);
      this.#waiting.set(ref, { resolve, reject, timer });
    });
  }

  /** Whether it is the answer to a command of ours, be it too late. */
  answered({ ref, error, ...frame }) {
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    clearTimeout(waiting?.timer);
    error ? waiting?.reject(new CommandError(error)) : waiting?.resolve(frame);
    return ref <= this.#lastRef;
  }

  /** The connection is gone: what of them was done is not known. */
  lost() {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(failure("OutcomeUnknownError", "The connection broke before the answer came"));
    }
    this.#waiting.clear();
  }
}

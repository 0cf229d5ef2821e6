/** Who gets what happens: listeners at once, loops the messages in their own time. */
export class Consumers {
  #listeners = new Map();
  #loops = new Set();
  #end;

  on(type, listener) {
    // Wrapped, so that whoever adds a listener twice has it called twice, and can take off each.
    const entry = (event) => listener(event);
    const all = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, all.add(entry));
    return () => all.delete(entry);
  }

  once(type, listener) {
    const off = this.on(type, (event) => {
      off();
      return listener(event);
    });
    return off;
  }

  /** The messages from now on; what comes while a loop is busy is kept for it. */
  loop() {
    const messages = this.#messages();
    messages.next(); // Runs up to its first yield.
    return messages;
  }

  /** Returns what to wait for of what the listeners do. */
  emit(type, event) {
    return [...(this.#listeners.get(type) ?? [])].map((listener) => call(listener, event));
  }

  /** Calls `done` when everybody is done with the message: whether anybody had it. */
  deliver(message, done) {
    let waiting = this.#loops.size + 1;
    let had = false;
    const one = (wasHad) => {
      had ||= wasHad;
      if (--waiting === 0) {
        done(had);
      }
    };
    this.#loops.forEach((put) => put([message, one]));
    const results = this.emit("message", message);
    results.some(Boolean) ? Promise.all(results).then(() => one(true)) : one(results.length > 0);
  }

  /** No more will come; what waits is still there for the loops. */
  end(error) {
    this.#end = { error };
    this.#loops.forEach((put) => put());
  }

  async *#messages() {
    const queue = [];
    let wake;
    const put = (entry) => {
      entry && queue.push(entry);
      wake?.();
    };
    this.#loops.add(put);
    try {
      yield;
      while (true) {
        while (queue.length > 0) {
          const [message, done] = queue.shift();
          try {
            yield message;
          } finally {
            done(true); // The loop has come back for the next one, or was left with this one.
          }
        }
        if (this.#end?.error) {
          throw this.#end.error;
        }
        if (this.#end) {
          return;
        }
        await new Promise((resolve) => (wake = resolve));
      }
    } finally {
      this.#loops.delete(put);
      queue.forEach(([, done]) => done(false)); // What the loop has not seen it has not had.
    }
  }
}

/** What a listener throws, also later, is told as an error of its own. */
function call(listener, event) {
  const report = globalThis.reportError ?? console.error;
  try {
    const result = listener(event);
    return result?.then?.(undefined, report);
  } catch (error) {
    report(error);
    return undefined;
  }
}

import { backoff } from "./backoff.js";
import { CommandError, failure } from "./commands.js";

/** How many joins are under way at a time: a server bounds the commands of a client. */
const WINDOW = 16;
/** With these codes a server refuses what it may let in later. */
const PASSING = [429, 500, 503];

/** The groups that the application has joined; with each connection they are joined again. */
export class Joins {
  #options;
  #ask;
  #refused;
  #wanted = new Map();
  #due;
  #underWay = 0;

  /**
   * @param ask sends the command for a group and returns its answer
   * @param refused is called with a group that could be joined once, and cannot any more, and with the error
   */
  constructor(options, ask, refused) {
    this.#options = options;
    this.#ask = ask;
    this.#refused = refused;
  }

  has(group) {
    return this.#wanted.has(group);
  }

  /** What a join of the group comes to; a second one before the answer gets the same. */
  join(group) {
    const join = this.#wanted.get(group) ?? { failed: 0 };
    this.#wanted.set(group, join);
    if (!join.promise) {
      join.promise = new Promise((resolve, reject) => Object.assign(join, { resolve, reject }));
      this.#due?.push(group);
      this.#next();
    }
    return join.promise;
  }

  /** The group is not wanted any more. */
  leave(group) {
    const join = this.#wanted.get(group);
    this.#wanted.delete(group);
    clearTimeout(join?.timer);
    join?.reject?.(failure("AbortError", `The group ${group} was left before it was joined`));
  }

  /** The server took the connection out of the group, which is no answer to a join that is under way. */
  removed(group) {
    if (!this.#wanted.get(group)?.promise) {
      this.leave(group);
    }
  }

  connected() {
    this.#due = [...this.#wanted.keys()];
    this.#next();
  }

  disconnected() {
    this.#due = undefined;
    this.#wanted.forEach(({ timer }) => clearTimeout(timer));
  }

  /** Nothing will be joined any more. */
  end(error) {
    this.disconnected();
    this.#wanted.forEach(({ reject }) => reject?.(error));
    this.#wanted.clear();
  }

  #next() {
    while (this.#due?.length > 0 && this.#underWay < WINDOW) {
      const group = this.#due.shift();
      const join = this.#wanted.get(group);
      if (join) {
        this.#make(group, join);
      }
    }
  }

  async #make(group, join) {
    this.#underWay++;
    try {
      const joined = await this.#ask(group);
      join.failed = 0;
      join.made = true;
      join.resolve?.(joined);
      join.promise = join.resolve = join.reject = undefined;
    } catch (error) {
      // Otherwise the connection broke: it is made again with the next one.
      if (error instanceof CommandError && this.#wanted.get(group) === join) {
        this.#fail(group, join, error);
      }
    } finally {
      this.#underWay--;
      this.#next();
    }
  }

  #fail(group, join, error) {
    if (join.made && PASSING.includes(error.code)) {
      join.timer = setTimeout(() => {
        this.#due.push(group);
        this.#next();
      }, backoff(this.#options, ++join.failed));
    } else {
      this.#wanted.delete(group);
      join.reject?.(error);
      if (join.made) {
        this.#refused(group, error);
      }
    }
  }
}

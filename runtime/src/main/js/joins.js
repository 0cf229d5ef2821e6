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
  /** The groups to be joined over this connection; undefined while there is none. */
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

  /** What a join of the group comes to; those that are called before the answer share it. */
  join(group) {
    return new Promise((resolve, reject) => {
      const join = this.#wanted.get(group) ?? { failed: 0, callers: [] };
      this.#wanted.set(group, join);
      if (join.callers.push({ resolve, reject }) === 1) {
        this.#due?.push(group);
        this.#next();
      }
    });
  }

  /** The group is not wanted any more. */
  leave(group, error = failure("AbortError", `${group} was left`)) {
    const join = this.#wanted.get(group);
    this.#wanted.delete(group);
    clearTimeout(join?.timer);
    join?.callers.forEach(({ reject }) => reject(error));
  }

  /** The server took the connection out of the group, which is no answer to a join that is under way. */
  removed(group) {
    if (!this.#wanted.get(group)?.callers.length) {
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
    this.#wanted.forEach((_, group) => this.leave(group, error));
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
      join.callers.splice(0).forEach(({ resolve }) => resolve(joined));
    } catch (error) {
      // Otherwise the connection broke: it is made again with the next one.
      if (error instanceof CommandError && this.#wanted.get(group) === join) {
        this.#fail(group, join, error);
      }
    }
    this.#underWay--;
    this.#next();
  }

  #fail(group, join, error) {
    if (join.made && PASSING.includes(error.code)) {
      join.timer = setTimeout(() => {
        this.#due.push(group);
        this.#next();
      }, backoff(this.#options, ++join.failed));
    } else {
      this.leave(group, error);
      if (join.made) {
        this.#refused(group, error);
      }
    }
  }
}

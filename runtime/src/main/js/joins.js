import { backoff } from "./backoff.js";
import { CommandError, failure } from "./commands.js";

/** How many joins are under way at a time: a server bounds the commands of a client. */
const WINDOW = 16;
/** With these codes a server refuses what it may let in later. */
const PASSING = [429, 500, 503];

/**
 * The groups that the application has joined; with each connection they are joined again.
 *
 * @param ask sends the command for a group and returns its answer
 * @param refused is called with a group that could be joined once, and cannot any more, and with the error
 */
export function newJoins(options, ask, refused) {
  const wanted = new Map();
  /** The groups to be joined over this connection; undefined while there is none. */
  let due;
  let underWay = 0;

  function has(group) {
    return wanted.has(group);
  }

  /** What a join of the group comes to; those that are called before the answer share it. */
  function join(group) {
    return new Promise((resolve, reject) => {
      const entry = wanted.get(group) ?? { failed: 0, callers: [] };
      wanted.set(group, entry);
      if (entry.callers.push({ resolve, reject }) === 1) {
        due?.push(group);
        next();
      }
    });
  }

  /** The group is not wanted any more. */
  function leave(group, error = failure("AbortError", `${group} was left`)) {
    const entry = wanted.get(group);
    wanted.delete(group);
    clearTimeout(entry?.timer);
    entry?.callers.forEach(({ reject }) => reject(error));
  }

  /** The server took the connection out of the group, which is no answer to a join that is under way. */
  function removed(group) {
    if (!wanted.get(group)?.callers.length) {
      leave(group);
    }
  }

  function connected() {
    due = [...wanted.keys()];
    next();
  }

  function disconnected() {
    due = undefined;
    wanted.forEach(({ timer }) => clearTimeout(timer));
  }

  /** Nothing will be joined any more. */
  function end(error) {
    wanted.forEach((_, group) => leave(group, error));
  }

  function next() {
    while (due?.length > 0 && underWay < WINDOW) {
      const group = due.shift();
      const entry = wanted.get(group);
      if (entry) {
        make(group, entry);
      }
    }
  }

  async function make(group, entry) {
    underWay++;
    try {
      const joined = await ask(group);
      entry.failed = 0;
      entry.made = true;
      entry.callers.splice(0).forEach(({ resolve }) => resolve(joined));
    } catch (error) {
      // Otherwise the connection broke: it is made again with the next one.
      if (error instanceof CommandError && wanted.get(group) === entry) {
        fail(group, entry, error);
      }
    }
    underWay--;
    next();
  }

  function fail(group, entry, error) {
    if (entry.made && PASSING.includes(error.code)) {
      entry.timer = setTimeout(() => {
        due.push(group);
        next();
      }, backoff(options, ++entry.failed));
    } else {
      leave(group, error);
      if (entry.made) {
        refused(group, error);
      }
    }
  }

  return { has, join, leave, removed, connected, disconnected, end };
}

import { pause } from "./random.js";

/** How long between two messages, at the most, in ms. */
const PAUSE = 400;

/** Publishes to the rooms of a participant, over its connection, until it is told to stop; and what it does not know it repeats. */
export class Publisher {
  /** What was published: `{ group, data, id }`; and what certainly was not: `data`. */
  published = [];
  refused = [];
  isIdle = false;
  #participant;
  #random;
  #stopped = false;

  constructor(participant, random) {
    this.#participant = participant;
    this.#random = random;
  }

  async run() {
    const { name, rooms } = this.#participant.role;
    for (let n = 0; !this.#stopped; n++) {
      const group = rooms[Math.floor(this.#random() * rooms.length)];
      await this.#publish(group, `${name} says ${n}`);
      await pause(this.#random() * PAUSE);
    }
    this.isIdle = true;
  }

  stop() {
    this.#stopped = true;
  }

  async #publish(group, data) {
    for (let wasSent = false; ; ) {
      try {
        const { id } = await this.#participant.client.publish(group, data, { key: data });
        this.published.push({ group, data, id });
        return;
      } catch ({ name, code }) {
        wasSent ||= name === "OutcomeUnknownError";
        if (!["OutcomeUnknownError", "NotConnectedError", "CommandError"].includes(name)) {
          throw new Error(`publish failed with ${name}`);
        }
        this.#participant.count(`publish ${code ?? name}`);
        if (!wasSent) {
          this.refused.push(data);
          return;
        }
        await pause(50); // It may have been sent: again, with the same key.
      }
    }
  }
}

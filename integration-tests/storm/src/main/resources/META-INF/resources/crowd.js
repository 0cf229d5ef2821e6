import { Participant } from "./participant.js";

/** Many participants, as the test sees them. */
export class Crowd {
  #connect;
  #base;
  #participants = [];

  /** @param base the address of the server, through the network that fails */
  constructor(connect, base) {
    this.#connect = connect;
    this.#base = base;
  }

  /** @param roles see Participant */
  start(roles) {
    this.#participants = roles.map((role) => new Participant(this.#connect, this.#base, role));
  }

  /** They go on with new clients, as after the reload of a page, which join their rooms at once or, if late, when they are open. */
  reload(isLate) {
    this.#participants.forEach((participant) => participant.reload(isLate));
  }

  /** From now on the token service is reliable, nobody publishes, leaves or reloads; those that were at it come to an end. */
  rest() {
    this.#participants.forEach((participant) => participant.rest());
  }

  /** In how many of how many groups they are, and so on. */
  status() {
    const of = (value) => this.#participants.map(value);
    const sum = (value) => of(value).reduce((total, one) => total + one, 0);
    const counts = {};
    of(({ counts }) => counts).forEach((one) => {
      Object.entries(one).forEach(([name, count]) => (counts[name] = (counts[name] ?? 0) + count));
    });
    return {
      isThere: this.#participants.every((participant) => participant.isThere),
      isIdle: this.#participants.every((participant) => participant.isIdle),
      ended: sum(({ ended }) => ended),
      silences: of(({ silences }) => silences).flat(),
      counts,
      away: this.#participants.filter((participant) => !participant.isThere).map((participant) => participant.description),
    };
  }

  /** Who has not got a message with these data in all groups. */
  lacking(data) {
    return this.#participants.filter((participant) => !participant.has(data)).map((participant) => participant.description);
  }

  /** Everything that happened to each. */
  reports() {
    return this.#participants.map((participant) => participant.report);
  }
}

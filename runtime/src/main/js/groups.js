/** What is known of one group. */
class Group {
  /** The position up to which messages came, and the one up to which they were had. */
  received;
  had;
  /** Whether the connection is in it, and whether the server joined it, without a command. */
  inside = false;
  byServer = false;
  #members = new Map();
  #out = [];

  constructor(position) {
    this.received = this.had = position;
  }

  get members() {
    return [...this.#members.values()];
  }

  /** Whether it came before; if not, it counts as received from now on. */
  knows(id) {
    const [epoch, offset] = id.split(":");
    const [lastEpoch, lastOffset] = this.received?.split(":") ?? [];
    if (epoch === lastEpoch && Number(offset) <= Number(lastOffset)) {
      return true;
    }
    this.received = id;
    return false;
  }

  /** A message goes out; returns what to call when all who got it are done with it: whether anybody had it. */
  out(id) {
    const message = { id };
    this.#out.push(message);
    return (had) => {
      message.had = had;
      while (this.#out[0]?.had !== undefined) {
        const { id: next, had: wasHad } = this.#out.shift();
        this.had = wasHad ? next : this.had;
      }
    };
  }

  /** The position is this one, whatever came before; undefined: there is none. */
  moveTo(id) {
    this.received = id;
    this.out(id)(true);
  }

  /** Who came and went; without lists there are too many to name them. */
  present(joined, left) {
    const key = ({ connectionId, principal }) => connectionId ?? principal;
    if (joined || left) {
      left?.forEach((entry) => this.#members.delete(key(entry)));
      joined?.forEach((entry) => this.#members.set(key(entry), entry));
    } else {
      this.#members.clear();
    }
  }

  enter(byServer) {
    this.inside = true;
    this.byServer ||= byServer;
    this.#members.clear(); // The list comes anew.
  }
}

/** What is known of the groups, by name. */
export class Groups extends Map {
  constructor(positions) {
    super(Object.entries(positions).map(([name, id]) => [name, new Group(id)]));
  }

  of(name) {
    if (!this.has(name)) {
      this.set(name, new Group());
    }
    return this.get(name);
  }

  /** The connection is gone, and with it the memberships. */
  left() {
    this.forEach((group) => (group.inside = false));
  }

  /** The positions that are `received` or `had`, of the groups that count. */
  positions(which, counts) {
    return Object.fromEntries([...this].filter(([name, group]) => group[which] && counts(name, group))
      .map(([name, group]) => [name, group[which]]));
  }
}

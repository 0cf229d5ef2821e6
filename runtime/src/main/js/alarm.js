/** How often the clock is looked at, in ms: timers stand still while a machine sleeps, the clock does not. */
const STEP = 5_000;

/** Calls an action at a time of the clock, also when the machine has slept past it. There is one at a time. */
export class Alarm {
  #at;
  #seen;
  #action;
  #timer;

  /** In how many ms it goes off; a negative number if it should have already. */
  get left() {
    return this.#at - Date.now();
  }

  set(delay, action) {
    this.#action = action;
    this.putOff(delay);
    this.#arm();
  }

  /** Moves it to so many ms from now, at little cost. */
  putOff(delay) {
    this.#seen = Date.now();
    this.#at = this.#seen + delay;
  }

  clear() {
    this.#action = undefined;
    clearTimeout(this.#timer);
  }

  /** The machine may have slept. */
  check() {
    const now = Date.now();
    if (now < this.#seen) {
      this.#at -= this.#seen - now; // The clock was set back.
    }
    const action = this.#action;
    if (action && now >= this.#at) {
      this.clear();
      action();
    } else if (action) {
      this.#arm();
    }
  }

  #arm() {
    clearTimeout(this.#timer);
    this.#seen = Date.now();
    this.#timer = setTimeout(() => this.check(), Math.max(0, Math.min(STEP, this.#at - this.#seen)));
  }
}

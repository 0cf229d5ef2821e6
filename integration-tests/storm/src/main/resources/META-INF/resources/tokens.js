import { pause } from "./random.js";

/** Makes tokens that expire soon, and fails now and then, until it is told to be reliable. */
export class TokenService {
  isReliable = false;
  #user;
  #minSeconds;
  #maxSeconds;
  #random;

  /** @param validFor the shortest and the longest time, in seconds */
  constructor(user, [minSeconds, maxSeconds], random) {
    this.#user = user;
    this.#minSeconds = minSeconds;
    this.#maxSeconds = maxSeconds;
    this.#random = random;
  }

  async token() {
    if (this.isReliable) {
      return this.#make(this.#maxSeconds);
    }
    await pause(this.#random() * 100);
    if (this.#random() < 0.05) {
      throw new Error("The token service is out of order");
    }
    const isStale = this.#random() < 0.05;
    return this.#make(isStale ? -1 : this.#minSeconds + this.#random() * (this.#maxSeconds - this.#minSeconds));
  }

  #make(seconds) {
    return `${this.#user}.${Math.floor(Date.now() / 1_000 + seconds)}`;
  }
}

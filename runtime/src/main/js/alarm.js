/** How often the clock is looked at, in ms: timers stand still while a machine sleeps, the clock does not. */
const STEP = 5_000;

/** Calls an action at a time of the clock, also when the machine has slept past it. There is one at a time. */
export function newAlarm() {
  let due;
  let seen;
  let action;
  let timer;

  function arm() {
    clearTimeout(timer);
    timer = setTimeout(check, Math.max(0, Math.min(STEP, left())));
  }

  /** In how many ms it goes off; a negative number if it should have already. */
  function left() {
    return due - Date.now();
  }

  /** Moves it to so many ms from now, at little cost. */
  function putOff(delay) {
    seen = Date.now();
    due = seen + delay;
  }

  function set(delay, newAction) {
    action = newAction;
    putOff(delay);
    arm();
  }

  function clear() {
    action = undefined;
    clearTimeout(timer);
  }

  /** The machine may have slept. */
  function check() {
    const now = Date.now();
    due -= Math.max(0, seen - now); // The clock may have been set back.
    seen = now;
    if (action && now >= due) {
      const goOff = action;
      clear();
      goOff();
    } else if (action) {
      arm();
    }
  }

  return { left, putOff, set, clear, check };
}

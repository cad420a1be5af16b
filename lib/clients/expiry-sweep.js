/** Removes expired objects from time to time, as long as somebody wants it. */
export class ExpirySweep {
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #users = 0;

  /**
   * @param {() => Promise<unknown>} sweep
   * @param {number} interval milliseconds
   */
  constructor(sweep, interval) {
    this.sweep = sweep;
    this.interval = interval;
  }

  /** The timer does not keep the process alive. */
  start() {
    this.#users++;
    this.#timer ??= setInterval(() => this.#run(), this.interval).unref();
  }

  /** Stops when nobody wants it any more. */
  stop() {
    this.#users--;
    if (this.#users > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** What is expired reads as missing all the same, so that a failure can wait for the next time. */
  #run() {
    this.sweep().catch(() => {});
  }
}

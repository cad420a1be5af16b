import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./contestant.js').Sample} Sample */
/** @typedef {import('./durability.js').DurabilityPlan} DurabilityPlan */
/** @typedef {import('./durability.js').DurabilitySample} DurabilitySample */
/** @typedef {import('./session.js').SessionPlan} SessionPlan */
/** @typedef {import('./signed-request.js').SignedPlan} SignedPlan */
/** @typedef {{ value?: any, failure?: string }} Reply */

const SCRIPT = fileURLToPath(new URL('contestant.js', import.meta.url));

/** The module each contestant imports, as seen from this folder. */
export const MODULES = {
  reference: 's3db.js',
  ours: new URL('../dist/index.js', import.meta.url).href,
};

/** The parent's end of one contestant. Only one command may be under way. */
export class ContestantProcess {
  #child;

  /** @param {'reference' | 'ours'} contestant */
  constructor(contestant) {
    this.#child = fork(SCRIPT, [MODULES[contestant]], { execArgv: ['--expose-gc'] });
  }

  /**
   * @param {string} command
   * @param {unknown} [payload]
   * @returns {Promise<any>}
   * @throws {Error} with the contestant's message, or when the process ended
   */
  #request(command, payload) {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      /** @param {number | null} status */
      const ended = (status) => reject(new Error(`the process ended with status \`${status}\``));
      child.once('exit', ended);
      child.once('message', (/** @type {Reply} */ { value, failure }) => {
        child.off('exit', ended);
        if (failure === undefined) resolve(value);
        else reject(new Error(failure));
      });
      child.send({ command, payload });
    });
  }

  /**
   * Imports the package.
   * @returns {Promise<void>}
   */
  load() {
    return this.#request('load');
  }

  /**
   * Makes and fills a fresh database.
   * @param {{ shape: string } & SessionPlan} plan
   * @returns {Promise<void>}
   */
  open(plan) {
    return this.#request('open', plan);
  }

  /** @returns {Promise<void>} */
  close() {
    return this.#request('close');
  }

  /**
   * @param {{ operation: string, quick: boolean }} request
   * @returns {Promise<Sample>}
   */
  sample(request) {
    return this.#request('sample', request);
  }

  /**
   * Inserts records durably.
   * @param {DurabilityPlan} plan
   * @returns {Promise<DurabilitySample[]>}
   */
  durability(plan) {
    return this.#request('durability', plan);
  }

  /**
   * Sends requests without a package; none need be loaded.
   * @param {SignedPlan} plan
   * @returns {Promise<{ wall: number, cpu: number }>}
   */
  signedRequests(plan) {
    return this.#request('signedRequests', plan);
  }

  /** @returns {Promise<number>} MB */
  peakMemory() {
    return this.#request('peakMemory');
  }

  /** Ends the process. */
  stop() {
    if (this.#child.connected) this.#child.disconnect();
  }
}

/**
 * A storage of a client that fails at a chosen request, or from then on, as when the process dies.
 */

/**
 * @typedef {object} Failure
 * @property {number} number of the request, from 1 on
 * @property {'before' | 'after' | 'half'} moment whether the request is done, or half of it, which only
 *   the deletion of several keys can be
 * @property {boolean} isLast whether no request comes after it
 */

/** What a request that fails rejects with. */
export class InjectedFailure extends Error {}

/** Counts the requests to a storage and lets one fail. */
export class FailingStorage {
  /** Requests since the last {@link arm}. */
  count = 0;
  /** @type {Failure | null} */
  #failure = null;

  /** @param {any} storage */
  constructor(storage) {
    this.proxy = new Proxy(storage, {
      get: (target, name) => {
        const value = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args) => this.#request(value.bind(target), name, args);
      },
    });
  }

  /** @param {Failure | null} failure null for none */
  arm(failure) {
    this.count = 0;
    this.#failure = failure;
  }

  /**
   * @param {(...args: any[]) => any} request
   * @param {string | symbol} name
   * @param {any[]} args
   */
  async #request(request, name, args) {
    const number = ++this.count;
    const failure = this.#failure;
    if (!failure || number < failure.number) return request(...args);
    if (number > failure.number) {
      if (failure.isLast) throw new InjectedFailure('the process is dead');
      return request(...args);
    }
    if (failure.moment === 'after') await request(...args);
    if (failure.moment === 'half' && name === 'deleteMultiple') {
      const [keys] = args;
      await request(keys.slice(0, Math.ceil(keys.length / 2)));
    }
    throw new InjectedFailure(`request ${number} (${String(name)}) failed`);
  }
}

/**
 * Inserts of one id by several lanes at a time: one of them wins, and its record stays.
 */

/** Inserts of one id. */
const ENTRANTS = 4;

const UNKNOWN = /may have been done/;

export class Contest {
  /** Winners and those who do not know whether they are, by id. */
  #standings = new Map();
  #entered = 0;

  /** @param {any} resource {@link import('./load-lane.js').LOAD} */
  constructor(resource) {
    this.resource = resource;
  }

  /** Ids that were contended for. */
  get ids() {
    return [...this.#standings.keys()];
  }

  /** @param {number} owner who inserts a record */
  async enter(owner) {
    const entrant = this.#entered++;
    const id = `shared-${Math.floor(entrant / ENTRANTS)}`;
    const standing = this.#standings.get(id) ?? { won: [], doubtful: [] };
    this.#standings.set(id, standing);
    try {
      await this.resource.insert({ id, owner, token: `${id}:${entrant}` });
      standing.won.push(entrant);
    } catch (error) {
      if (UNKNOWN.test(String(error))) standing.doubtful.push(entrant);
    }
  }

  /**
   * @param {import('./aftermath.js').Records} records
   * @returns {string[]} problems
   */
  verify(records) {
    return [...this.#standings].flatMap(([id, { won, doubtful }]) => {
      const entrant = entrantOf(records[id]);
      const isRight =
        won.length > 0 ? entrant === won[0] : [undefined, ...doubtful].includes(entrant);
      if (won.length <= 1 && isRight) return [];
      return [`${id} of ${entrant}, won by ${won}, perhaps by ${doubtful}`];
    });
  }

  /**
   * @param {import('./aftermath.js').Records} records
   * @returns {import('./aftermath.js').Records} those of them that were contended for
   */
  known(records) {
    return Object.fromEntries(Object.entries(records).filter(([id]) => this.#standings.has(id)));
  }
}

/**
 * @param {Record<string, any> | undefined} record
 * @returns {number | undefined} whose it is
 */
function entrantOf(record) {
  return record && Number(record.token.split(':')[1]);
}

const SYLLABLES = 'ba co du fe gi ho ju ka le mi no pu ra se ti vo wa xe yo zu ção né ül'.split(
  ' ',
);
const HEX = '0123456789abcdef';
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2030, 0, 1);

/**
 * FNV-1a over UTF-16 code units.
 * @param {string} text
 * @returns {number} unsigned 32-bit
 */
function hash(text) {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return state >>> 0;
}

/**
 * Reproducible random values (generator: mulberry32). The same seed gives the same sequence in
 * every process, so both contestants store the same records.
 */
export class Random {
  #state;

  /** @param {string} seed any text, for example seed, shape and round joined */
  constructor(seed) {
    this.#state = hash(seed);
  }

  /** @returns {number} in [0, 1) */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /**
   * @param {number} lowest
   * @param {number} highest inclusive
   * @returns {number}
   */
  integer(lowest, highest) {
    return lowest + Math.floor(this.next() * (highest - lowest + 1));
  }

  /**
   * @param {number} limit
   * @returns {number} in [0, limit], two decimals
   */
  amount(limit) {
    return Math.round(this.next() * limit * 100) / 100;
  }

  /** @returns {boolean} */
  boolean() {
    return this.next() < 0.5;
  }

  /**
   * @template T
   * @param {readonly T[]} choices not empty
   * @returns {T}
   */
  pick(choices) {
    return choices[Math.floor(this.next() * choices.length)];
  }

  /** @returns {string} 2 to 4 syllables, now and then with non-ASCII letters */
  word() {
    let word = '';
    for (let left = this.integer(2, 4); left > 0; left -= 1) word += this.pick(SYLLABLES);
    return word;
  }

  /** @returns {string} 3 to 8 lower-case ASCII characters, fit for addresses */
  label() {
    return `${this.pick(SYLLABLES.slice(0, 20))}${this.integer(10, 999_999)}`;
  }

  /**
   * @param {number} length UTF-16 code units, at least 1
   * @returns {string} words parted by spaces, cut to `length`, with no space at either end
   */
  text(length) {
    let text = this.word();
    while (text.length < length) text += ` ${this.word()}`;
    return text
      .slice(0, length - 1)
      .trimEnd()
      .padEnd(length, 'a');
  }

  /** @returns {string} version 4 UUID */
  uuid() {
    let digits = '';
    for (let count = 0; count < 30; count += 1) digits += this.pick([...HEX]);
    const [first, second, third, fourth] = [8, 12, 15, 18];
    return (
      `${digits.slice(0, first)}-${digits.slice(first, second)}-4${digits.slice(second, third)}` +
      `-a${digits.slice(third, fourth)}-${digits.slice(fourth)}`
    );
  }

  /** @returns {string} ISO 8601 in UTC with milliseconds */
  datetime() {
    return new Date(this.integer(EARLIEST, LATEST)).toISOString();
  }
}

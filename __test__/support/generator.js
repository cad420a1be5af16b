/**
 * A small generator of random numbers, schemas and records. The same seed gives the same values.
 */

/** Names that are special somewhere: to objects, to code, to order or to keys. */
const NAMES = [
  'name',
  'age',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '7',
  '10',
  'a b',
  'quo"te',
  "it's",
  'back`tick',
  '${x}',
  'line\nbreak',
  '\u2028',
  'naïve',
  '名',
  'return',
  'Value',
];

/** @returns {number} a new seed, or the one of the environment's `SEED` */
export function newSeed() {
  return Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
}

export class Generator {
  /** @param {number} seed */
  constructor(seed) {
    this.seed = seed;
    this.state = seed;
  }

  /** @returns {number} from 0 to below 1, by mulberry32 */
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  /**
   * @param {number} limit
   * @returns {number} an integer below the limit
   */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /**
   * @template T
   * @param {T[]} items
   * @returns {T}
   */
  one(items) {
    return items[this.below(items.length)];
  }

  /** @param {number} probability */
  chance(probability) {
    return this.next() < probability;
  }

  /**
   * @param {number} most
   * @returns {string[]} different special names
   */
  names(most) {
    const count = 1 + this.below(most);
    return [...new Set(Array.from({ length: count }, () => this.one(NAMES)))];
  }

  /** @returns {string} */
  text() {
    const alphabets = ['abc XYZ 019', 'äöüß€', '日本語', '😀🎉', '"\\/|:=%\t', '\u0000\u007f'];
    const alphabet = [...this.one(alphabets)];
    return Array.from({ length: this.below(12) }, () => this.one(alphabet)).join('');
  }

  /** @returns {unknown} any value that a record may hold and a frame can carry */
  value() {
    const kinds = [
      () => this.text(),
      () => this.one([0, -0, 1, -1.5, 1e21, 1e-7, 2 ** 53, this.next() * 1e6]),
      () => this.chance(0.5),
      () => null,
      () => undefined,
      () => new Date(this.below(2 ** 31) * 1000),
      () => Buffer.from(this.text()),
      () => [],
      () => [this.text(), this.below(9), { [this.one(NAMES)]: this.text() }],
      () => ({}),
      () => ({ [this.one(NAMES)]: this.text(), deep: { [this.one(NAMES)]: this.below(99) } }),
    ];
    return this.one(kinds)();
  }
}

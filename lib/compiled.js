/**
 * Functions that were compiled from text, by that text.
 *
 * Resources of the same definition, in other databases or made again by the next test, share them:
 * what V8 has learnt about the code and optimised stays.
 *
 * @module
 */

/** Texts that are kept; the one compiled first is dropped first. */
const CAPACITY = 500;

/** @template T */
export class CompiledTexts {
  /** @type {Map<string, T>} */
  #compiled = new Map();

  /**
   * @param {string} text
   * @param {() => T} compile
   * @returns {T}
   */
  get(text, compile) {
    const known = this.#compiled.get(text);
    if (known !== undefined) return known;
    const compiled = compile();
    if (this.#compiled.size >= CAPACITY) {
      const [oldest] = this.#compiled.keys();
      this.#compiled.delete(oldest);
    }
    this.#compiled.set(text, compiled);
    return compiled;
  }
}

/**
 * Warnings of weak security, each once per database.
 *
 * @module
 */

/** The passphrase of databases that have none of their own. */
export const DEFAULT_PASSPHRASE = 'secret';

/** Rounds of bcrypt below which a hash is guessed too fast. */
const SAFE_ROUNDS = 10;

export class SecurityWarnings {
  /** @type {Set<string>} codes */
  #given = new Set();

  /**
   * Warns by `process.emitWarning` where a resource has secrets under the passphrase that everybody
   * knows, or passwords that are hashed in few rounds, unless its `logLevel` is `silent`.
   *
   * @param {import('./plan.js').ResourcePlan} plan
   * @param {import('./resource/config.js').ResourceConfig} config
   */
  check({ hasSecrets, hasBcrypt }, { name, security, logLevel }) {
    if (logLevel === 'silent') return;
    if (hasSecrets && security.passphrase === DEFAULT_PASSPHRASE) {
      this.#warn(
        'S3DB_DEFAULT_PASSPHRASE',
        `The secrets of resource '${name}' are encrypted with the default passphrase, which everybody ` +
          'knows. Set security.passphrase.',
      );
    }
    if (hasBcrypt && security.bcrypt?.rounds < SAFE_ROUNDS) {
      this.#warn(
        'S3DB_WEAK_BCRYPT',
        `The passwords of resource '${name}' are hashed in ${security.bcrypt.rounds} rounds of bcrypt, ` +
          `fewer than ${SAFE_ROUNDS}. Raise security.bcrypt.rounds.`,
      );
    }
  }

  /**
   * @param {string} code
   * @param {string} message
   */
  #warn(code, message) {
    if (this.#given.has(code)) return;
    this.#given.add(code);
    process.emitWarning(message, { type: 'SecurityWarning', code });
  }
}

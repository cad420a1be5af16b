/**
 * Credentials that the user gives: keys, or a function that is asked for them.
 *
 * @module
 */
import { native } from '../space.js';
import { invalidParameter } from './parameters.js';

/**
 * @typedef {object} Credentials
 * @property {string} accessKeyId
 * @property {string} secretAccessKey
 * @property {string} [sessionToken]
 * @property {Date | string | number} [expiration] after which a function is asked again
 */

/** @typedef {() => Credentials | Promise<Credentials>} CredentialsProvider */

/**
 * @param {CredentialsProvider} provider called when a request needs credentials and none are at hand
 * @returns {any} the engine's handle for it
 */
export function signerOf(provider) {
  const signer = new native.Signer((/** @type {number} */ number) => void answer(number));

  /** @param {number} number of a question */
  async function answer(number) {
    try {
      signer.give(number, givenCredentials(await provider()));
    } catch (error) {
      signer.refuse(number, String(/** @type {Error} */ (error)?.message ?? error));
    }
  }

  return signer;
}

/**
 * @param {unknown} credentials
 * @returns {{accessKeyId: string, secretAccessKey: string, sessionToken?: string, expiresAt?: number}}
 * @throws {ValidationError} when they are none; it does not show them
 */
export function givenCredentials(credentials) {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = /** @type {Credentials} */ (
    credentials ?? {}
  );
  if (!isText(accessKeyId) || !isText(secretAccessKey)) {
    throw invalidParameter('credentials', undefined, 'must have accessKeyId and secretAccessKey');
  }
  const expiresAt = expiration === undefined ? undefined : new Date(expiration).getTime();
  if (Number.isNaN(expiresAt)) {
    throw invalidParameter('credentials.expiration', undefined, 'must be a date');
  }
  return { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined, expiresAt };
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === 'string' && value !== '';
}

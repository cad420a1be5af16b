import { ValidationError } from '../errors.js';

/**
 * @param {string} key full key, or group, that the next page comes after
 * @returns {string} opaque token: base64 of its UTF-8
 */
export function encodeToken(key) {
  return Buffer.from(key).toString('base64');
}

/**
 * @param {unknown} token
 * @returns {string} the key
 * @throws {ValidationError} when {@link encodeToken} writes no such token
 */
export function decodeToken(token) {
  const key = typeof token === 'string' ? Buffer.from(token, 'base64').toString() : '';
  if (key !== '' && encodeToken(key) === token) return key;
  throw new ValidationError('Invalid continuation token', {
    code: 'INVALID_PARAMETER',
    field: 'ContinuationToken',
    value: token,
    suggestion: 'Use the NextContinuationToken returned by a previous ListObjectsV2 response.',
  });
}

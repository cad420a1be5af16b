/**
 * What a put tells the engine besides key, metadata and body.
 *
 * @module
 */

/**
 * @typedef {object} PutOptions
 * @property {string} [contentType]
 * @property {string} [contentEncoding]
 * @property {string} [ifMatch]
 * @property {boolean} ifAbsent
 */

/**
 * The engine takes one condition, and of those that ask for absence only `*`.
 *
 * @param {import('./memory-bucket.js').NewObject} object
 * @param {import('./memory-bucket.js').Conditions} conditions
 * @returns {{options: PutOptions, isChecked: boolean}} `isChecked` where the condition of absence is
 *   left to be looked at before
 */
export function putOptions({ contentType, contentEncoding }, { ifMatch, ifNoneMatch }) {
  const options = {
    contentType,
    contentEncoding,
    ifMatch: ifMatch === undefined || ifMatch === null ? undefined : String(ifMatch),
    ifAbsent: ifNoneMatch === '*',
  };
  const isChecked = !!ifNoneMatch && (ifNoneMatch !== '*' || options.ifMatch !== undefined);
  return { options, isChecked };
}

/**
 * What a store or service does otherwise than a case expects.
 *
 * @typedef {object} Deviation
 * @property {any} [observed] what comes instead; without it the case is not asked
 */

/**
 * @param {Deviation | undefined} deviation
 * @returns {boolean} whether a case is asked all the same
 */
export const isAsked = (deviation) => deviation === undefined || 'observed' in deviation;

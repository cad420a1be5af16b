/**
 * Custom checkers made of a normalisation: the types that this package adds to the validator.
 */

/**
 * A custom checker of `fastest-validator`: returns the value to keep, reports by pushing to `errors`.
 *
 * @callback Checker
 * @param {any} value
 * @param {Array<Record<string, unknown>>} errors
 * @param {object} schema
 * @param {string} path
 * @returns {unknown}
 */

/**
 * Gives the normal form of a value, undefined if it is not one of the type.
 *
 * @typedef {(value: any) => unknown} Normalization
 */

/**
 * Builds the checker of a type. Absent values pass, so that only `required` reports them.
 *
 * @param {string} type error type
 * @param {string | ((value: unknown) => string)} message error message, or what gives it; `{field}`
 *   stands for the path
 * @param {Normalization} normalize
 * @returns {Checker}
 */
export function checkerOf(type, message, normalize) {
  return (value, errors, _schema, path) => {
    if (value === undefined || value === null) return value;
    const normal = normalize(value);
    if (normal !== undefined) return normal;
    const text = typeof message === 'string' ? message : message(value);
    errors.push({ type, message: text, field: path, actual: value });
    return value;
  };
}

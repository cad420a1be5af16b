/**
 * Values that JSON has not, as tags. Each function needs nothing but itself, so that its text can be
 * sent to another process.
 */

/**
 * @param {any} value
 * @returns {any} what JSON can carry
 */
export function tag(value) {
  if (value === undefined) return { $undefined: true };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (ArrayBuffer.isView(value)) return { $bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(tag);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, tag(item)]));
}

/**
 * @param {any} value
 * @returns {any} what was tagged
 */
export function revive(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (value.$undefined) return undefined;
  if (value.$date) return new Date(value.$date);
  if (value.$bytes !== undefined) return Buffer.from(value.$bytes, 'base64');
  if (Array.isArray(value)) return value.map(revive);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, revive(item)]));
}

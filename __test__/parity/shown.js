/**
 * Results as they are compared: without what differs from run to run, and as JSON can carry them.
 */

/** Milliseconds around the present that count as now. */
const PRESENT = 120_000;

const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const STAMPED_TAG = /^("[0-9a-f]{32})-[\w-]{12}"$/;
const RANDOM_HASH = /^\$c\$.{53}$/;

/** Fields that say when and how a record was read. */
const FACTS = new Set(['_originalVersion', '_versionMapped']);

/** @param {number} time */
function isNow(time) {
  return Math.abs(time - Date.now()) < PRESENT;
}

/** @param {string} text */
function shownText(text) {
  if (RANDOM_HASH.test(text)) return '<hash>';
  return text
    .replace(STAMPED_TAG, '$1"')
    .replaceAll(ISO_TIME, (time) => (isNow(Date.parse(time)) ? '<now>' : time))
    .replaceAll(new Date().toISOString().slice(0, 10), '<today>');
}

/** @param {any} error */
function shownError(error) {
  const { name, message, code, statusCode } = error;
  const own = ['field', 'resourceName', 'id', 'operation'].filter(
    (field) => (error[field] ?? null) !== null,
  );
  const isEngineText = ['TypeError', 'RangeError', 'SyntaxError'].includes(error.constructor.name);
  return {
    class: error.constructor.name,
    name,
    ...(!isEngineText && { message: shownText(String(message)) }),
    ...(code !== undefined && code !== null && { code }),
    ...(statusCode !== undefined && statusCode !== null && { statusCode }),
    ...Object.fromEntries(own.map((field) => [field, shown(error[field])])),
  };
}

/**
 * @param {any} value
 * @param {any[]} [above] objects that the value is in
 * @returns {any}
 */
export function shown(value, above = []) {
  if (value === undefined) return '<undefined>';
  if (typeof value === 'number' && value > 1e12 && isNow(value)) return '<now in ms>';
  if (typeof value === 'number' && !Number.isFinite(value)) return `<${value}>`;
  if (typeof value === 'string') return shownText(value);
  if (typeof value === 'function') return '<function>';
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '<circular>';
  if (value instanceof Date) return isNow(value.getTime()) ? '<date of now>' : { $date: value };
  if (ArrayBuffer.isView(value)) return { $bytes: Buffer.from(value).toString('base64') };
  const within = [...above, value];
  if (value instanceof Error) return shownError(value);
  if (Array.isArray(value)) return value.map((item) => shown(item, within));
  const className = value.constructor?.name ?? 'Object';
  if (className !== 'Object') return `<${className}>`;
  const fields = Object.entries(value).filter(([name]) => !FACTS.has(name));
  return Object.fromEntries(fields.map(([name, item]) => [name, shown(item, within)]));
}

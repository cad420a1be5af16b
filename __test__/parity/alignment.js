/**
 * What the two packages are known to do differently wherever it occurs. An outcome of the reference and
 * one of ours lose these differences here; any other is a deviation.
 */

/** Rows of docs/compatibility.md that are taken out of every outcome. */
export const EVERYWHERE = [
  'bulk-one-by-one',
  'conditional-updates',
  'content-length',
  'duplicate-ids',
  'metadata-updated-at',
  'own-properties',
  'page-reads',
  'query-events',
  'removed-attributes',
  'status-codes',
  'system-fields-not-stored',
  'update-like-insert',
  'versions-only-when-they-differ',
];

/** Methods that read or write several records, in the reference at the same time. */
const OF_MANY = new Set([
  ...['deleteMany', 'getMany', 'getAll', 'list', 'listMain', 'listPartition'],
  ...['query', 'page'],
]);

/** Facts of an object with a body, which an update of the reference always writes. */
const OF_BODIES = ['_contentLength', '_hasContent', '_mimeType', '_etag'];

const DUPLICATE = /Resource with id '.*' already exists \((.*)\)/;

/**
 * @param {any} theirs a step of the reference
 * @param {any} ours
 * @returns {[theirs: any, ours: any]} the same without what is known
 */
export function aligned(theirs, ours) {
  return alignedValues(alignedStep(theirs, theirs), alignedStep(ours, theirs));
}

/**
 * @param {any} step
 * @param {any} theirs the step of the reference
 */
function alignedStep(step, theirs) {
  const { label, result, told } = step;
  if (!told) return step;
  let events = told;
  if (label === 'query') events = told.filter(([event]) => !['list', 'listed-ids'].includes(event));
  if (label === 'page' && readsPagesBefore(theirs)) {
    events = told.filter(([event]) => !['fetched', 'list'].includes(event));
  }
  if (OF_MANY.has(label)) events = events.toSorted((a, b) => compareTexts(keyOf(a), keyOf(b)));
  const hidden = { setContent: '_etag', updateConditional: 'etag' }[label];
  return { ...step, ...(result && { result: without(result, hidden) }), told: events };
}

/** @param {any} step */
function readsPagesBefore({ result, told }) {
  return told.filter(([event]) => event === 'fetched').length > (result?.items.length ?? 0);
}

/** @param {any} event */
function keyOf(event) {
  if (!Array.isArray(event)) return String(event);
  const [name, payload, item] = event;
  const id = name === 'error' ? '' : payload?.id;
  return JSON.stringify([name, id, item?.id ?? item]);
}

/**
 * @param {string} a
 * @param {string} b
 */
function compareTexts(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * @param {any} theirs
 * @param {any} ours
 * @returns {[theirs: any, ours: any]}
 */
function alignedValues(theirs, ours) {
  if (Array.isArray(theirs) && Array.isArray(ours) && theirs.length === ours.length) {
    const pairs = theirs.map((item, position) => alignedValues(item, ours[position]));
    return [pairs.map(([item]) => item), pairs.map(([, item]) => item)];
  }
  if (!isObject(theirs) || !isObject(ours)) return [theirs, ours];
  const [a, b] = 'class' in theirs && 'class' in ours ? errors(theirs, ours) : [theirs, ours];
  const [left, right] = records(a, b);
  const names = Object.keys(left).filter((name) => name in right);
  const pairs = names.map((name) => [name, ...alignedValues(left[name], right[name])]);
  return [
    { ...left, ...Object.fromEntries(pairs.map(([name, item]) => [name, item])) },
    { ...right, ...Object.fromEntries(pairs.map(([name, , item]) => [name, item])) },
  ];
}

/**
 * @param {any} theirs
 * @param {any} ours
 */
function errors(theirs, ours) {
  const left = theirs.statusCode === 500 ? without(theirs, 'statusCode') : theirs;
  const right = Object.fromEntries(Object.entries(ours).filter(([name]) => name in left));
  const message = right.message?.replace(DUPLICATE, '$1');
  return [left, message === undefined ? right : { ...right, message }];
}

/**
 * @param {any} theirs
 * @param {any} ours
 */
function records(theirs, ours) {
  let [left, right] = [theirs, ours];
  const isRead = '_etag' in theirs && '_etag' in ours;
  const hadBody = isRead && theirs._mimeType === 'application/json';
  if (hadBody && !ours._hasContent) {
    [left, right] = [without(theirs, ...OF_BODIES), without(ours, ...OF_BODIES)];
  } else if (hadBody && theirs._contentLength !== ours._contentLength) {
    const names = ['_contentLength', '_etag'];
    [left, right] = [without(theirs, ...names), without(ours, ...names)];
  } else if ('_etag' in theirs && 'id' in ours && !('_etag' in ours)) {
    left = without(theirs, ...Object.keys(theirs).filter((name) => name.startsWith('_')));
  }
  const isLeftOver = (name) =>
    !(name in ours) && (left[name] === '<undefined>' || isMetadata(name, left[name]));
  return [without(left, ...Object.keys(left).filter(isLeftOver)), right];
}

/**
 * @param {string} name
 * @param {any} value
 */
function isMetadata(name, value) {
  return name === 'metadata' && Object.keys(value).join() === 'updatedAt';
}

/**
 * @param {any} value
 * @param {...(string | undefined)} names
 */
function without(value, ...names) {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

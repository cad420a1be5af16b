/**
 * What a case sees of a client: objects, refusals and listings without what clients may differ in.
 */

/**
 * @typedef {{client: any, neighbour: any, stored: (key: string) => Promise<Record<string, string>>}} Bench
 *   a client on a prefix of its own, one on a prefix that begins alike, and what is kept at a key
 * @typedef {{name: string, run: (bench: Bench) => Promise<any>, expected: any}} ConformanceCase
 */

/**
 * @param {any} client
 * @param {string} key
 * @returns {Promise<string>} the body
 */
export async function textAt(client, key) {
  const { Body } = await client.getObject(key);
  return Body.transformToString();
}

/**
 * @param {any} client
 * @param {string} key
 * @returns {Promise<any>} body, metadata and media type, or the refusal
 */
export async function objectAt(client, key) {
  try {
    const { Body, Metadata, ContentType, ContentLength } = await client.getObject(key);
    const body = await Body.transformToString();
    return { body, metadata: Metadata, type: ContentType, length: ContentLength };
  } catch (error) {
    return refusal(error);
  }
}

/** @param {any} error */
function refusal({ name, statusCode }) {
  return `${name} ${statusCode}`;
}

/**
 * @param {Promise<unknown>} promise
 * @returns {Promise<string>} `done`, or name and status of the error
 */
export function outcome(promise) {
  return promise.then(() => 'done', refusal);
}

/**
 * @param {Array<() => Promise<unknown>>} steps
 * @returns {Promise<string[]>} the outcome of each, one after another
 */
export async function outcomes(...steps) {
  const seen = [];
  for (const step of steps) seen.push(await outcome(step()));
  return seen;
}

/**
 * Writes an object at each key, some at a time.
 *
 * @param {any} client
 * @param {string[]} keys
 */
export async function fill(client, keys) {
  const waiting = [...keys];
  const writeSome = async () => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      await client.putObject({ key, body: key });
    }
  };
  await Promise.all(Array.from({ length: 10 }, writeSome));
}

/**
 * @param {any} client
 * @param {any} [request]
 * @returns {Promise<{keys: string[], groups: string[], next: string | null}>} relative keys
 */
export async function listed(client, request) {
  const answer = await client.listObjects(request);
  const root = client.listsFullKeys ? `${client.keyPrefix}/`.length : 0;
  const keys = answer.Contents.map(({ Key }) => Key.slice(root));
  const groups = answer.CommonPrefixes.map(({ Prefix }) => Prefix.slice(root));
  return { keys, groups, next: answer.NextContinuationToken };
}

/**
 * @param {any} client
 * @param {any} request
 * @returns {Promise<string[][]>} every page of a listing, keys and groups
 */
export async function pages(client, request) {
  const found = [];
  let continuationToken;
  do {
    const { keys, groups, next } = await listed(client, { ...request, continuationToken });
    found.push([...keys, ...groups]);
    continuationToken = next;
  } while (continuationToken);
  return found;
}

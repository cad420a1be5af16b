/**
 * What is there after something went wrong: records, their references, and `s3db.json`.
 */

/**
 * @typedef {Record<string, Record<string, any>>} Records fields by id; under `$content` the text of
 *   the content, if there is any
 */

/**
 * Reads a resource in every way.
 *
 * @param {any} resource
 * @param {string[]} [withContent] ids of records whose content is read
 * @returns {Promise<{records: Records, problems: string[]}>} and where two ways disagree
 */
export async function readAll(resource, withContent = []) {
  const problems = [];
  const ids = await resource.listIds();
  /** @type {any[]} */
  const listed = await resource.list();
  const counted = await resource.count();
  if (new Set(ids).size !== ids.length) problems.push(`listed twice: ${ids}`);
  if (counted !== ids.length) problems.push(`${counted} counted, ${ids.length} listed`);
  const records = Object.fromEntries(listed.map((record) => [record.id, fieldsOf(record)]));
  if (Object.keys(records).length !== ids.length) {
    problems.push(`ids ${ids}, records ${Object.keys(records)}`);
  }
  for (const id of withContent.filter((each) => each in records)) {
    const { buffer } = await resource.content(id);
    if (buffer.length > 0) records[id].$content = buffer.toString();
  }
  return { records, problems };
}

/**
 * @param {Record<string, any>} record
 * @returns {Record<string, any>} the fields of the user, without the id
 */
export function fieldsOf({ id: _id, ...record }) {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('_')));
}

/**
 * Repairs the references of a resource, and looks whether they agree with its records then.
 *
 * @param {any} resource whose partitions have one field each
 * @param {Records} records
 * @param {string[]} touched ids whose references may have needed it
 * @returns {Promise<string[]>} problems
 */
export async function repairAndCheck(resource, records, touched) {
  const problems = [];
  const { missing, dangling, failed } = await resource.repairPartitions();
  const isTouched = (/** @type {string} */ key) => touched.some((id) => key.endsWith(`/id=${id}`));
  const others = [...missing, ...dangling].filter((key) => !isTouched(key));
  if (others.length > 0) problems.push(`references of others were wrong: ${others}`);
  if (failed.length > 0) problems.push(`not repaired: ${failed.map(String)}`);
  for (const [partition, { fields }] of Object.entries(resource.config.partitions)) {
    const [field] = Object.keys(fields);
    problems.push(...(await partitionProblems(resource, records, partition, field)));
  }
  return problems;
}

/**
 * @param {any} resource
 * @param {Records} records
 * @param {string} partition
 * @param {string} field
 */
async function partitionProblems(resource, records, partition, field) {
  const prefix = `resource=${resource.name}/partition=${partition}/`;
  /** @type {string[]} */
  const keys = await resource.client.getAllKeys({ prefix });
  if (field.startsWith('_')) return oneEach(Object.keys(records), keys, partition);
  const found = keys.map((key) => key.slice(prefix.length)).sort();
  const wanted = Object.entries(records)
    .filter(([, fields]) => fields[field] !== undefined && fields[field] !== null)
    .map(([id, fields]) => `${field}=${fields[field]}/id=${id}`)
    .sort();
  if (found.join() === wanted.join()) return [];
  return [`references of ${partition}: ${found}; wanted: ${wanted}`];
}

/**
 * A field of the system, such as the version, is not among those that {@link readAll} gives.
 *
 * @param {string[]} ids
 * @param {string[]} keys of references
 * @param {string} partition
 */
function oneEach(ids, keys, partition) {
  const found = keys.map((key) => key.slice(key.lastIndexOf('/id=') + '/id='.length)).sort();
  if (found.join() === ids.toSorted().join()) return [];
  return [`references of ${partition}: ${found}; wanted: ${ids}`];
}

/**
 * @param {any} client
 * @returns {Promise<string[]>} names of the resources that `s3db.json` describes
 * @throws {Error} when it cannot be parsed, or describes one without its current version
 */
export async function describedResources(client) {
  const { Body } = await client.getObject('s3db.json');
  const { resources } = JSON.parse(await Body.transformToString());
  for (const [name, { currentVersion, versions }] of Object.entries(resources)) {
    if (!versions[currentVersion]) throw new Error(`${name} has no version ${currentVersion}`);
  }
  return Object.keys(resources).sort();
}

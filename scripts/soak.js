// Runs a mixed load on every store for some minutes, on S3 while one request in twenty goes wrong, and
// fails when a record is lost or the memory of the process grows.
//
//   npm run soak -- [--minutes 10] [--operations 10000] [--seed 1] [--store s3]
import { parseArgs } from 'node:util';

import { Database, MemoryClient } from '../index.js';
import { newFolder, removeFolder } from '../__test__/support/client-kinds.js';
import { newSeed } from '../__test__/support/generator.js';
import { LOAD } from '../__test__/support/load-lane.js';
import { LOAD_FAULTS, MixedLoad } from '../__test__/support/mixed-load.js';
import { S3Service } from '../__test__/support/s3-service.js';

const LANES = 100;
const MEBIBYTE = 2 ** 20;

/** What the resource is like, one round after another. */
const VARIANTS = [
  {},
  { asyncPartitions: true },
  { strictPartitions: true },
  { behavior: 'body-only' },
  { versioningEnabled: true },
];

/** Growth from the second quarter of the rounds to the last one that is none: MiB, and a share. */
const ALLOWED = { heap: [8, 0.1], resident: [64, 0.3] };

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    operations: { type: 'string', default: '10000' },
    seed: { type: 'string' },
    store: { type: 'string' },
  },
});
const operations = Number(values.operations);
const end = Date.now() + Number(values.minutes) * 60_000;
let seed = values.seed === undefined ? newSeed() : Number(values.seed);

if (!globalThis.gc) throw new Error('soak needs node --expose-gc');
const gc = globalThis.gc;

/** @typedef {{open: () => Promise<Record<string, any>>, trouble: () => Promise<void>, calm: () => Promise<void>, close: () => Promise<void>}} Store */

/** @type {Record<string, () => Promise<Store>>} */
const STORES = { s3: openS3, memory: openMemory, file: openFile };

const names = values.store === undefined ? Object.keys(STORES) : [values.store];
const stores = await Promise.all(names.map((name) => STORES[name]()));
/** @type {Array<{heap: number, resident: number}>} */
const figures = [];

for (let round = 1; Date.now() < end; round++) {
  for (const [number, store] of stores.entries()) await soak(names[number], store, round);
  figures.push(await memory());
}
for (const store of stores) await store.close();
judge();

/**
 * @param {string} name
 * @param {Store} store
 * @param {number} round
 */
async function soak(name, store, round) {
  const db = new Database({ ...(await store.open()), logLevel: 'silent' });
  await db.connect();
  /** @type {any} */
  const config = { ...LOAD, ...VARIANTS[(round - 1) % VARIANTS.length] };
  const load = new MixedLoad(await db.createResource(config), { seed: seed++, lanes: LANES });
  await store.trouble();
  const start = Date.now();
  await load.run(operations);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  await store.calm();
  const problems = await load.verify();
  await db.disconnect();
  const { heap, resident } = await memory();
  console.log(
    `round ${round}, ${name}, seed ${seed - 1}: ${operations} operations in ${seconds} s, ` +
      `${load.rejected} rejected, heap ${heap.toFixed(1)} MiB, resident ${resident.toFixed(0)} MiB`,
  );
  if (problems.length === 0) return;
  console.error(problems.join('\n'));
  process.exit(1);
}

/** @returns {Promise<{heap: number, resident: number}>} MiB that are in use after a collection */
async function memory() {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise(setImmediate);
    gc();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / MEBIBYTE, resident: rss / MEBIBYTE };
}

/** Fails when the last rounds use more than those after the first ones. */
function judge() {
  const quarter = Math.floor(figures.length / 4);
  if (quarter === 0) {
    console.log(`${figures.length} rounds: too few to tell whether memory grows`);
    return;
  }
  for (const kind of /** @type {const} */ (['heap', 'resident'])) {
    const least = (/** @type {typeof figures} */ part) =>
      Math.min(...part.map((figure) => figure[kind]));
    const early = least(figures.slice(quarter, 2 * quarter));
    const late = least(figures.slice(-quarter));
    const [mebibytes, share] = ALLOWED[kind];
    const grows = late - early > Math.max(mebibytes, early * share);
    console.log(`${kind}: ${early.toFixed(1)} MiB, later ${late.toFixed(1)} MiB`);
    if (grows) process.exitCode = 1;
  }
}

/** @returns {Promise<Store>} */
async function openS3() {
  const service = await S3Service.start();
  await service.createBucket('soak');
  return {
    open: async () => {
      await service.clear();
      return {
        connectionString: service.connectionString('soak', '/app'),
        executorPool: { retries: 1, retryDelay: 2, concurrency: LANES },
        httpClientOptions: { maxSockets: LANES },
      };
    },
    trouble: async () => {
      for (const fault of LOAD_FAULTS) await service.addFault({ ...fault, seed });
    },
    calm: () => service.reset(),
    close: () => service.stop(),
  };
}

/** @returns {Promise<Store>} */
async function openMemory() {
  const calm = async () => {};
  return {
    open: async () => {
      MemoryClient.clearBucketStorage('soak');
      return { connectionString: 'memory://soak/app' };
    },
    trouble: calm,
    calm,
    close: calm,
  };
}

/** @returns {Promise<Store>} */
async function openFile() {
  let folder = newFolder();
  const calm = async () => {};
  return {
    open: async () => {
      removeFolder(folder);
      folder = newFolder();
      return { connectionString: `file://${folder}` };
    },
    trouble: calm,
    calm,
    close: async () => removeFolder(folder),
  };
}

/* global revive, tag */
import { Database } from 's3db.js';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const {
  snapshot,
  options,
  resources = [],
  calls = [],
} = revive(JSON.parse(Buffer.concat(chunks).toString()));

const db = new Database({ ...options, logLevel: 'silent', exitOnSignal: false });
await db.ensureClientInitialized?.();
if (!db.client) await db.connect();
if (snapshot) db.client.restore(snapshot);
await db.connect();
const named = {};
for (const config of resources) named[config.name] = await db.createResource(config);
const results = [];
for (const [name, method, ...args] of calls) {
  const resource = named[name] ?? (await db.getResource(name));
  const call = async () => resource[method](...args);
  results.push(await call().catch(({ message }) => ({ error: message })));
}
const answer = JSON.stringify(tag({ results, snapshot: db.client.snapshot?.() }));
process.stdout.write(`\u0001${answer}`, () => process.exit(0));

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';

import { newFolder, removeFolder } from '../support/client-kinds.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENTRY = new URL('../../index.js', import.meta.url).href;
const MAP_CLIENT = new URL('../support/map-client.js', import.meta.url).href;

const OPEN = `
const db = new Database({ connectionString: 'memory://process', logLevel: 'silent' });
await db.connect();
const resource = await db.createResource({ name: 'u', attributes: { name: 'string' } });
`;

function run(program, ...flags) {
  return spawnSync(process.execPath, [...flags, '--input-type=module', '-e', program], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 20_000,
  });
}

function runOnFiles(program) {
  const folder = newFolder();
  try {
    return run(program.replaceAll('memory://process', `file://${folder}`));
  } finally {
    removeFolder(folder);
  }
}

describe('a process ends by itself', () => {
  const work = `import { Database } from './index.js';${OPEN}
    await resource.insert({ id: 'a', name: 'A' });`;

  test.each([
    ['after disconnect', 'await db.disconnect();'],
    ['without disconnect', ''],
  ])('%s', (_name, end) => {
    for (const runIt of [run, runOnFiles]) {
      const { status, signal, stderr } = runIt(`${work}${end} console.log('done');`);
      expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
    }
  });

  test('with a timer for expired files', () => {
    const { status, stdout } = runOnFiles(`import { Database } from './index.js';
      const connectionString = 'memory://process?ttl.enabled=true&ttl.cleanupInterval=5';
      const db = new Database({ connectionString, logLevel: 'silent' });
      await db.connect();
      await db.client.putObject({ key: 'a', body: 'x' });
      console.log(await db.client.exists('a'));`);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'true\n' });
  });

  test('but not before a write to a file has ended', () => {
    const { status, stdout } = runOnFiles(`import { Database } from './index.js';${OPEN}
      for (let i = 0; i < 100; i++) void resource.insert({ id: String(i), name: 'x' });
      process.on('exit', () => console.log('exit'));
      void resource.insert({ id: 'last', name: 'x' }).then(() => console.log('written'));`);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'written\nexit\n' });
  });

  test('with a client of the user', () => {
    const { status, stdout } = run(`
      import { MapClient } from './__test__/support/map-client.js';
      import { Database } from './index.js';
      const db = new Database({ client: new MapClient(), logLevel: 'silent' });
      await db.connect();
      const resource = await db.createResource({ name: 'u', attributes: { name: 'string' } });
      await resource.insert({ id: 'a', name: 'A' });
      console.log((await resource.get('a')).name);
    `);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'A\n' });
  });
});

test('without code generation records are read, and the error of a write says why', () => {
  const { stdout: snapshot } = run(`import { Database } from './index.js';${OPEN}
    await resource.insert({ id: 'a', name: 'A' });
    console.log(JSON.stringify(db.client.snapshot()));`);
  const { status, stdout, stderr } = run(
    `import { Database } from './index.js';
    const db = new Database({ connectionString: 'memory://process', logLevel: 'silent' });
    await db.ensureClientInitialized();
    db.client.restore(${snapshot});
    await db.connect();
    const resource = db.resource('u');
    const { name } = await resource.get('a');
    const listed = (await resource.list()).length;
    const answer = await resource.insert({ id: 'b', name: 'B' }).then(() => 'written', String);
    console.log(JSON.stringify({ name, listed, answer }));`,
    '--disallow-code-generation-from-strings',
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { name, listed, answer } = JSON.parse(stdout);
  expect({ name, listed }).toEqual({ name: 'A', listed: 1 });
  expect(answer).toMatch(/^written$|code generation/i);
});

describe('worker threads', () => {
  /** A process of its own: a crash of a worker ends the process. */
  const PROGRAM = `
    import { Worker } from 'node:worker_threads';
    const source = ${JSON.stringify(`
      import { parentPort } from 'node:worker_threads';
      import { Database } from '${ENTRY}';${OPEN}
      for (let i = 0; i < 200; i++) await resource.insert({ id: String(i), name: 'name ' + i });
      const { name } = await resource.get('7');
      parentPort.postMessage([name, await resource.count()]);
      setInterval(() => resource.get('7'), 1);
    `)};
    async function work() {
      const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(source)));
      const answer = await new Promise((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
      await worker.terminate();
      return answer;
    }
    const rounds = [];
    for (let round = 0; round < 5; round++) {
      rounds.push(await Promise.all([work(), work(), work(), work()]));
    }
    console.log(JSON.stringify(rounds.flat()));
  `;

  function expectAllAnswers(program) {
    const { status, signal, stdout } = run(program);
    expect({ status, signal }).toEqual({ status: 0, signal: null });
    expect(JSON.parse(stdout)).toEqual(Array(20).fill(['name 7', 200]));
  }

  test('work beside each other, each in a world of its own, and can be ended', () => {
    expectAllAnswers(`import '${ENTRY}';${PROGRAM}`);
  }, 30_000);

  test('need not have the addon loaded by the main thread', () => {
    expectAllAnswers(PROGRAM);
  }, 30_000);

  test('may each have a folder, and be ended while they read', () => {
    const folder = newFolder();
    const program = PROGRAM.replace(
      "'memory://process'",
      `'file://${folder}/' + Math.random().toString(36).slice(2)`,
    );
    try {
      expectAllAnswers(`import '${ENTRY}';${program}`);
    } finally {
      removeFolder(folder);
    }
  }, 30_000);

  /** Programs that never stop writing, by the store that they write to. */
  const ENDLESS = {
    memory: "{ connectionString: 'memory://ended' }",
    files: "{ connectionString: 'file://FOLDER' }",
    'a client of the user': '{ client: new MapClient() }',
    'a service that is not there': "{ connectionString: 'http://a:b@127.0.0.1:1/bucket' }",
  };

  test.each(Object.entries(ENDLESS))(
    'may be ended while they write to %s',
    (_name, options) => {
      const folder = newFolder();
      const source = `
      import { parentPort } from 'node:worker_threads';
      import { Database } from '${ENTRY}';
      import { MapClient } from '${MAP_CLIENT}';
      const security = { passphrase: String(Math.random()), bcrypt: { rounds: 8 } };
      const db = new Database({ ...${options.replace('FOLDER', folder)}, security, logLevel: 'silent' });
      const connected = db.connect();
      parentPort.postMessage('connecting');
      await connected;
      const attributes = { name: 'string', secret: 'secret', password: 'password' };
      const resource = await db.createResource({ name: 'u', attributes });
      for (let number = 0; ; number++) {
        const record = { name: 'n', secret: 's', password: 'p' + number };
        await Promise.all([1, 2, 3].map(() => resource.insert(record)));
        await resource.list({ limit: 5 });
      }`;
      const { status, signal, stdout } = run(`
      import { Worker } from 'node:worker_threads';
      const url = new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(source)}));
      for (let round = 0; round < 12; round++) {
        const worker = new Worker(url);
        worker.on('error', () => {});
        await new Promise((resolve) => worker.once('message', resolve));
        await new Promise((resolve) => setTimeout(resolve, round * 15));
        await worker.terminate();
      }
      console.log('alive');`);
      removeFolder(folder);
      expect({ status, signal, stdout }).toEqual({ status: 0, signal: null, stdout: 'alive\n' });
    },
    30_000,
  );
});

describe('a process that exits in the middle of writes', () => {
  const writing = (connectionString) => `
    import { Database } from '${ENTRY}';
    const security = { passphrase: 'p', bcrypt: { rounds: 8 } };
    const db = new Database({ connectionString: '${connectionString}', security, logLevel: 'silent' });
    await db.connect();
    const attributes = { name: 'string', secret: 'secret', password: 'password' };
    const resource = await db.createResource({ name: 'u', attributes });
    for (let number = 0; number < 500; number++) {
      void resource.insert({ id: String(number), name: 'n', secret: 's', password: 'p' });
    }`;

  test.each([0, 5, 40])(
    'after %i ms, ends with its own status and leaves whole records',
    (delay) => {
      const folder = newFolder();
      for (const place of ['memory://exit', `file://${folder}`]) {
        const { status, signal } = run(
          `${writing(place)} setTimeout(() => process.exit(7), ${delay});`,
        );
        expect({ status, signal }).toEqual({ status: 7, signal: null });
      }
      const { stdout } = run(`
      import { Database } from '${ENTRY}';
      const security = { passphrase: 'p' };
      const db = new Database({ connectionString: 'file://${folder}', security, logLevel: 'silent' });
      await db.connect();
      const records = await db.resource('u').getAll();
      console.log(records.every(({ name, secret }) => name === 'n' && secret === 's'));`);
      removeFolder(folder);
      expect(stdout).toBe('true\n');
    },
    30_000,
  );
});

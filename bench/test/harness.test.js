import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';

import { compare, ratiosOf } from '../comparison.js';
import { AT_ONCE, atOnce } from '../concurrency.js';
import { digest } from '../digest.js';
import { DiskFloor, sizeOfRecord } from '../disk-floor.js';
import { measureDistance } from '../distance.js';
import { measureDurability } from '../durability.js';
import { operationNamed } from '../operations.js';
import { parseOptions } from '../options.js';
import { Random } from '../random.js';
import { formatSummary } from '../report.js';
import { withRunFolder } from '../run-folder.js';
import { BUCKET, countRequests, Service } from '../service.js';
import { SHAPES, shapeNamed } from '../shapes.js';
import { sampleSignedRequests } from '../signed-request.js';
import { cappedGeometricMean, median } from '../statistics.js';
import { isInMean, judge, targetOf } from '../targets.js';

const SETTINGS = { seed: 1, rounds: 3, quick: false, folder: 'run-1' };

/**
 * @param {string} side
 * @param {string[]} log
 * @param {(round: number) => object} answer
 * @returns {any} a contestant that answers from a script
 */
function scripted(side, log, answer) {
  let round = -1;
  return {
    open: async () => {
      round += 1;
    },
    close: async () => {},
    sample: async () => {
      log.push(side);
      return { wall: 1, cpu: 1, items: 1, digest: 'same', ...answer(round) };
    },
  };
}

describe('comparison', () => {
  test('drops the warm-up round and lets both sides go first in turn', async () => {
    /** @type {string[]} */
    const log = [];
    const contestants = {
      reference: scripted('reference', log, (round) => ({ wall: 10 * round, cpu: 8 })),
      ours: scripted('ours', log, (round) => ({ wall: round, cpu: 2 })),
    };
    const [row] = await compare(contestants, SHAPES[0], ['get'], SETTINGS);
    assert.equal(row.failure, undefined);
    assert.deepEqual(
      row.samples.reference.map((sample) => sample.wall),
      [10, 20, 30],
    );
    assert.deepEqual(ratiosOf(row.samples), { reference: 20, ours: 2, time: 10, cpu: 4 });
    const [reference, ours] = ['reference', 'ours'];
    assert.deepEqual(log, [reference, ours, ours, reference, reference, ours, ours, reference]);
  });

  test('fails a row whose results differ in any round', async () => {
    const contestants = {
      reference: scripted('reference', [], () => ({})),
      ours: scripted('ours', [], (round) => ({ digest: round === 2 ? 'other' : 'same' })),
    };
    const [row] = await compare(contestants, SHAPES[0], ['get'], SETTINGS);
    assert.equal(row.failure, 'results differ in round 2');
  });

  test('fails a row whose operation rejects and goes on with the others', async () => {
    const broken = scripted('ours', [], () => ({}));
    const { sample } = broken;
    broken.sample = async (/** @type {{ operation: string }} */ request) => {
      if (request.operation === 'get') throw new Error('no such key');
      return sample();
    };
    const contestants = { reference: scripted('reference', [], () => ({})), ours: broken };
    const rows = await compare(contestants, SHAPES[0], ['get', 'list'], SETTINGS);
    assert.equal(rows[0].failure, 'ours: no such key');
    assert.equal(rows[1].failure, undefined);
    assert.equal(rows[1].samples.ours.length, 3);
  });
});

test('each side keeps its files in a folder of its own', async () => {
  /** @type {string[]} */
  const folders = [];
  const contestant = (/** @type {string} */ side) => ({
    ...scripted(side, [], () => ({})),
    open: async (/** @type {{ folder: string }} */ plan) => folders.push(plan.folder),
  });
  const contestants = { reference: contestant('reference'), ours: contestant('ours') };
  await compare(contestants, SHAPES[0], ['get'], SETTINGS);
  assert.deepEqual([...new Set(folders)].sort(), [
    join('run-1', 'ours'),
    join('run-1', 'reference'),
  ]);
});

test('many calls are under way at once, and answers keep the order of inputs', async () => {
  let underWay = 0;
  let most = 0;
  const inputs = Array.from({ length: 3 * AT_ONCE }, (_, index) => index);
  const answers = await atOnce(inputs, async (input) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, input % 3));
    underWay -= 1;
    return -input;
  });
  assert.deepEqual(
    answers,
    inputs.map((input) => -input),
  );
  assert.equal(most, AT_ONCE);
});

test('durable inserts are medians over the rounds, for each durability', async () => {
  const samples = (/** @type {number} */ round) =>
    ['none', 'data', 'full'].map((durability, index) => ({
      durability,
      ours: { alone: 100 * round + index, together: 10 * round + index },
      floor: { alone: 50 * round + index, together: round + index },
    }));
  /** @type {any} */
  const contestant = {
    durability: async (/** @type {{ round: number }} */ { round }) => samples(round),
  };
  assert.deepEqual(await measureDurability(contestant, SETTINGS), samples(2));
});

test('the floor of a disk makes as many files as records, of their size', () => {
  const folder = mkdtempSync(join(tmpdir(), 'floor-'));
  try {
    writeFileSync(join(folder, 'id=record.meta.json'), 'twelve bytes');
    const floor = new DiskFloor(join(folder, 'floor'), 'data', sizeOfRecord(folder));
    floor.alone(2);
    floor.together(3);
    const files = readdirSync(floor.folder).sort();
    assert.deepEqual(files, ['id=1', 'id=2', 'id=3', 'id=4', 'id=5']);
    for (const file of files) assert.equal(statSync(join(floor.folder, file)).size, 12);
    assert.throws(() => sizeOfRecord(floor.folder), /no record below/u);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a run has a folder for each side, which is removed with it', async () => {
  const above = mkdtempSync(join(tmpdir(), 'above-'));
  try {
    const run = await withRunFolder(join(above, 'new'), async (folder) => {
      assert.deepEqual(readdirSync(folder).sort(), ['ours', 'reference']);
      writeFileSync(join(folder, 'ours', 'file'), '');
      return folder;
    });
    assert.equal(dirname(run), join(above, 'new'));
    assert.deepEqual(readdirSync(join(above, 'new')), []);
  } finally {
    rmSync(above, { recursive: true });
  }
});

test('a target that the disk does not allow is said to be so', () => {
  const summary = (/** @type {number} */ together, /** @type {number} */ least) =>
    formatSummary({
      lines: [],
      durability: [
        {
          durability: 'data',
          ours: { alone: 600, together },
          floor: { alone: 500, together: least },
        },
      ],
      peakMemory: { reference: 1, ours: 1 },
    });
  assert.match(summary(100, 50), /target >= 5: ok\n/u);
  assert.match(summary(200, 50), /target >= 5: miss\n/u);
  assert.match(summary(200, 180), /target >= 5: miss, the disk allows 2\.8x\n/u);
});

describe('digest', () => {
  test('ignores the order of keys and fields that are not declared', () => {
    const left = [{ id: 'a', name: 'x', place: { city: 'c', zip: 'z' }, _etag: '1' }];
    const right = [{ place: { zip: 'z', city: 'c' }, name: 'x', id: 'a', _etag: '2' }];
    assert.equal(digest(left, ['name', 'place']), digest(right, ['name', 'place']));
  });

  for (const [what, other] of /** @type {[string, unknown][]} */ ([
    ['a value', [{ id: 'a', name: 'y' }]],
    ['a type', [{ id: 'a', name: 1 }]],
    ['an id', [{ id: 'b', name: 'x' }]],
    ['a missing record', []],
  ])) {
    test(`sees ${what}`, () => {
      assert.notEqual(digest([{ id: 'a', name: 'x' }], ['name']), digest(other, ['name']));
    });
  }
});

describe('shapes', () => {
  for (const shape of SHAPES) {
    test(`${shape.name}: equal seeds give equal records, others do not`, () => {
      const [first, second, third] = ['s', 's', 't'].map((seed) => shape.record(new Random(seed)));
      assert.deepEqual(first, second);
      assert.notDeepEqual(first, third);
      assert.deepEqual(Object.keys(first).sort(), Object.keys(shape.attributes).sort());
    });

    test(`${shape.name}: its operations exist and have what they need`, () => {
      for (const name of shape.operations) {
        assert.equal(operationNamed(name).name, name);
        assert.ok(targetOf(shape, name).aim >= targetOf(shape, name).required);
      }
      assert.ok(!shape.operations.includes('query') || shape.filter);
    });
  }
});

test('statistics', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([10, 1, 2, 3]), 2.5);
  assert.ok(Math.abs(cappedGeometricMean([1, 4], 50) - 2) < 1e-12);
  assert.ok(Math.abs(cappedGeometricMean([50, 5000], 50) - 50) < 1e-9);
});

test('the lower of the two ratios is judged', () => {
  const target = { required: 15, aim: 20 };
  assert.equal(judge({ time: 20, cpu: 30 }, target), 'ok');
  assert.equal(judge({ time: 40, cpu: 19.9 }, target), 'below aim');
  assert.equal(judge({ time: 14.9, cpu: 30 }, target), 'miss');
});

test('on S3 wall time, CPU time and requests have limits of their own', () => {
  const shape = shapeNamed('12 fields, S3, 0 ms, no pool');
  const target = targetOf(shape, 'insert 50 at once');
  assert.deepEqual(target, { required: 4, aim: 5, time: 3, requests: 1 });
  assert.equal(targetOf(shape, 'insert').time, 1);
  assert.equal(targetOf(shapeNamed('12 fields, S3, 5 ms'), 'get 50 at once').time, 1);
  const requests = { reference: 1, ours: 1 };
  assert.equal(judge({ time: 3, cpu: 5, requests }, target), 'ok');
  assert.equal(judge({ time: 3, cpu: 4, requests }, target), 'below aim');
  assert.equal(judge({ time: 9, cpu: 3.9, requests }, target), 'miss');
  assert.equal(judge({ time: 2.9, cpu: 9, requests }, target), 'miss');
  assert.equal(judge({ time: 9, cpu: 9, requests: { ...requests, ours: 1.01 } }, target), 'miss');
  assert.equal(isInMean(shape), false);
});

test('requests of both sides are medians, and a shape may have fewer rounds', async () => {
  const answer = (/** @type {number} */ requests) => () => ({ requests });
  const contestants = {
    reference: scripted('reference', [], answer(3)),
    ours: scripted('ours', [], answer(2)),
  };
  const shape = { ...SHAPES[0], rounds: 1 };
  const [row] = await compare(contestants, shape, ['update'], SETTINGS);
  assert.equal(row.samples.ours.length, 1);
  assert.deepEqual(ratiosOf(row.samples).requests, { reference: 3, ours: 2 });
});

test('the distance to bare requests is that of medians', async () => {
  const ours = scripted('ours', [], (round) => ({ wall: 10 * (round + 1), cpu: 4 }));
  /** @type {any} */
  const bare = {
    signedRequests: async (/** @type {{ round: number }} */ { round }) => ({ wall: round, cpu: 2 }),
  };
  /** @type {any} */
  const settings = { ...SETTINGS, service: {} };
  const [insert] = await measureDistance({ bare, ours }, settings);
  assert.deepEqual(insert, {
    operation: 'insert',
    ours: { wall: 20, cpu: 4 },
    bare: { wall: 2, cpu: 2 },
  });
});

test('bare requests are accepted by the service', async () => {
  const service = await Service.start();
  try {
    const plan = { shape: '12 fields, S3, 0 ms, no pool', seed: 1, round: 1, size: 4 };
    for (const operation of ['insert', 'get 50 at once']) {
      const work = () => sampleSignedRequests({ ...plan, operation, service: service.address });
      const { requests, result } = await countRequests(service.address, work);
      assert.equal(requests, operation === 'insert' ? 6 : 10);
      assert.ok(result.wall > 0);
    }
  } finally {
    await service.stop();
  }
});

test('what comes to the server during the work is counted', async () => {
  const service = await Service.start();
  try {
    await service.reset(0);
    const { endpoint } = service.address;
    await fetch(`${endpoint}/${BUCKET}/before`);
    const work = () => Promise.all([1, 2, 3].map(() => fetch(`${endpoint}/${BUCKET}/during`)));
    const { result, requests } = await countRequests(service.address, work);
    assert.deepEqual([result.length, requests], [3, 3]);
  } finally {
    await service.stop();
  }
});

test('files and secrets have targets of their own and are left out of the mean', () => {
  const [files, secrets] = ['12 fields, nested, files', 'two secrets'].map(shapeNamed);
  assert.deepEqual(targetOf(files, 'insert'), { required: 10, aim: 10 });
  assert.deepEqual(targetOf(files, 'delete'), { required: 5, aim: 10 });
  assert.deepEqual(targetOf(secrets, 'insert'), { required: 20, aim: 20 });
  const observed = shapeNamed('12 fields, observed');
  assert.deepEqual(targetOf(observed, 'get'), { required: 10, aim: 25 });
  assert.deepEqual(
    [files, secrets, shapeNamed('12 fields, nested')].map((shape) => isInMean(shape)),
    [false, false, true],
  );
});

test('options', () => {
  const { against, rounds, seed } = parseOptions(['--seed', '42', '--quick']);
  assert.deepEqual([against, rounds, seed], ['ours', 2, 42]);
  assert.equal(parseOptions(['--only', 'GET']).only, 'get');
  assert.equal(parseOptions([]).store, undefined);
  assert.equal(parseOptions(['--store', 'file', '--folder', '/disk']).folder, '/disk');
  assert.equal(parseOptions(['--store', 's3']).store, 's3');
  assert.throws(() => parseOptions(['--store', 'sqlite']), /got `sqlite`/);
  assert.throws(() => parseOptions(['--rounds', '0']), /whole number from 1, got `0`/);
  assert.throws(() => parseOptions(['--against', 'theirs']), /got `theirs`/);
  assert.throws(() => parseOptions(['--fast']), TypeError);
});

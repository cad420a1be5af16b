import { describe, expect, test } from '@jest/globals';

import { Database } from '../index.js';
import { attributeTree, interpretedFunctions } from '../lib/attribute-tree.js';
import { canGenerate, generatedFunctions } from '../lib/codegen.js';
import { ABSENT } from '../lib/frame/value.js';
import { FrameWriter } from '../lib/frame/write.js';
import { PartitionDates } from '../lib/partition-date.js';
import { Generator, newSeed } from './support/generator.js';

const ROUNDS = 300;
const seed = newSeed();

/** Slots of a random schema: leaves, and groups with and without a slot of their own. */
function randomSlots(generator, path = [], depth = 0) {
  return generator.names(5).flatMap((name) => {
    const segments = [...path, name];
    const slot = { segments, path: segments.join('.'), isObject: false };
    if (depth === 2 || generator.chance(0.6)) return [slot];
    const own = generator.chance(0.5) ? [{ ...slot, isObject: true }] : [];
    return [...own, ...randomSlots(generator, segments, depth + 1)];
  });
}

/** A record with known and unknown attributes at every depth. */
function randomRecord(generator, node) {
  const record = {};
  for (const child of node.children.values()) {
    if (generator.chance(0.2)) continue;
    const isNested = child.children && generator.chance(0.7);
    record[child.name] = isNested ? randomRecord(generator, child) : generator.value();
  }
  for (const name of generator.names(3)) {
    if (generator.chance(0.2)) record[`more ${name}`] = generator.value();
  }
  return record;
}

function bothOf(slots) {
  const tree = attributeTree(slots);
  const dates = new PartitionDates([]);
  return {
    tree,
    generated: generatedFunctions(tree, slots.length, dates),
    interpreted: interpretedFunctions(tree, slots.length, dates),
  };
}

function frameOf({ encode }, record) {
  const writer = new FrameWriter();
  encode(record, writer);
  return writer.toString();
}

function readerOf(values) {
  let position = 0;
  return { value: () => values[position++] };
}

/** A record with the order of its fields, which `toStrictEqual` does not see. */
function ordered(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.entries(value).map(([name, item]) => [name, ordered(item)]);
}

describe(`generated and interpreted functions agree (SEED=${seed})`, () => {
  const generator = new Generator(seed);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const slots = randomSlots(generator);
    const functions = bothOf(slots);
    const records = Array.from({ length: 5 }, () => randomRecord(generator, functions.tree));
    return { slots, records, ...functions };
  });

  test('on copies', () => {
    for (const { records, generated, interpreted } of rounds) {
      for (const record of records) {
        const copy = generated.copy(record);
        expect(ordered(copy)).toStrictEqual(ordered(interpreted.copy(record)));
        expect(copy).not.toBe(record);
      }
    }
  });

  test('on frames', () => {
    for (const { records, generated, interpreted } of rounds) {
      for (const record of records) {
        expect(frameOf(generated, record)).toBe(frameOf(interpreted, record));
      }
    }
  });

  test('on records', () => {
    for (const { slots, generated, interpreted } of rounds) {
      const values = slots.map(() => (generator.chance(0.4) ? ABSENT : generator.value()));
      const record = generated.construct(readerOf(values));
      expect(ordered(record)).toStrictEqual(ordered(interpreted.construct(readerOf(values))));
    }
  });
});

describe('names', () => {
  const HOSTILE = [
    '"];globalThis.__ran=1;["',
    '`${globalThis.__ran=1}`',
    "'+(globalThis.__ran=1)+'",
    '\u2028globalThis.__ran=1//',
    '*/globalThis.__ran=1/*',
    '\\"];globalThis.__ran=1;//',
  ];

  test.each(HOSTILE)('never become code: %j', (name) => {
    delete globalThis.__ran;
    const slots = [
      { segments: [name], path: name, isObject: true },
      { segments: [name, name], path: `${name}.${name}`, isObject: false },
    ];
    const { generated } = bothOf(slots);
    const record = { [name]: { [name]: 'v' } };
    expect(generated.copy(record)).toStrictEqual(record);
    expect(frameOf(generated, record)).toBe('as\x01v');
    expect(generated.construct(readerOf([ABSENT, 'v']))).toStrictEqual(record);
    expect(globalThis.__ran).toBeUndefined();
  });

  test('of Object.prototype are absent where a record has them not', () => {
    const slots = ['toString', 'valueOf'].map((name) => ({
      segments: [name],
      path: name,
      isObject: false,
    }));
    const { generated } = bothOf(slots);
    expect(generated.copy({})).toStrictEqual({});
    expect(frameOf(generated, {})).toBe('aa');
    expect(frameOf(generated, { toString: 'x' })).toBe('s\x01xa');
  });

  test.each(['__proto__', 'constructor', 'prototype'])(
    'that are unsafe are left out: %s',
    (name) => {
      const { generated, interpreted } = bothOf([{ segments: ['a'], path: 'a', isObject: false }]);
      const record = JSON.parse(`{"a": "1", "${name}": {"polluted": true}}`);
      for (const { copy } of [generated, interpreted]) {
        expect(Object.keys(copy(record))).toEqual(['a']);
      }
      expect({}.polluted).toBeUndefined();
    },
  );
});

test('inherited fields of class instances are left out', () => {
  class Base {}
  Base.prototype.inherited = 'no';
  const { generated, interpreted } = bothOf([
    { segments: ['inherited'], path: 'inherited', isObject: false },
  ]);
  for (const { copy } of [generated, interpreted]) {
    expect(copy(Object.assign(new Base(), { own: 1 }))).toStrictEqual({ own: 1 });
  }
});

test('this process may generate code', () => expect(canGenerate()).toBe(true));

test('a record that is written while another one is encoded spoils neither', async () => {
  const db = new Database({ connectionString: 'memory://reentry', logLevel: 'silent' });
  await db.connect();
  const attributes = { a: 'string', inner: 'any', z: 'string' };
  const resource = await db.createResource({ name: 'r', attributes });
  let written;
  const toJSON = () => {
    written = resource.insert({ id: 'inner', a: 'A', inner: 1, z: 'Z' });
    return { said: true };
  };
  await resource.insert({ id: 'outer', a: 'first', inner: { toJSON }, z: 'last' });
  await written;
  expect(await resource.get('outer')).toMatchObject({
    a: 'first',
    inner: { said: true },
    z: 'last',
  });
  expect(await resource.get('inner')).toMatchObject({ a: 'A', z: 'Z' });
});

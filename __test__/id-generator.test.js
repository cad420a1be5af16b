import { describe, expect, test } from '@jest/globals';

import { normalizeConfig } from '../lib/resource/config.js';
import { incrementalOptions, restoredIdGenerator } from '../lib/resource/id-generator.js';

const base = { name: 'x', attributes: { a: 'string' }, client: {} };

describe('incremental-ids: incremental ids', () => {
  const defaults = {
    type: 'incremental',
    start: 1,
    increment: 1,
    mode: 'standard',
    batchSize: 100,
    prefix: '',
    padding: 0,
  };
  test.each([
    ['incremental', {}],
    ['incremental:', {}],
    ['incremental:1000', { start: 1000 }],
    ['incremental:-5', { start: -5 }],
    ['incremental:007', {}],
    ['incremental:5.5', {}],
    ['incremental:99999999999999999999', {}],
    ['incremental:ORD-0001', { prefix: 'ORD-', padding: 4 }],
    ['incremental:ord5', { start: 5, prefix: 'ord', padding: 1 }],
    ['incremental:ORD--5', {}],
    ['incremental:A1B2', {}],
    ['incremental:??', {}],
    ['incremental:fast', { mode: 'fast' }],
    ['incremental:fast:', { mode: 'fast' }],
    ['incremental:fast:500', { mode: 'fast', start: 500 }],
    ['incremental:fast:INV-0001', { mode: 'fast', prefix: 'INV-', padding: 4 }],
    ['incremental:fast:100:5', { mode: 'fast' }],
    ['incremental:fastX', {}],
    [{ type: 'incremental', start: undefined, batchSize: 3 }, { batchSize: 3 }],
  ])('%j', (generator, options) => {
    expect(incrementalOptions(generator)).toEqual({ ...defaults, ...options });
    expect(normalizeConfig({ ...base, idGenerator: generator })).toMatchObject({
      idGeneratorType: 'incremental',
      idSize: 22,
      idGenerator: generator,
      incremental: { ...defaults, ...options },
    });
  });
});

describe('other generators', () => {
  const random = { idGeneratorType: 'default', incremental: null };
  test.each([
    [{}, { ...random, idSize: 22 }],
    [{ idSize: 8 }, { ...random, idSize: 8 }],
    [
      { idGenerator: 10, idSize: 8 },
      { ...random, idSize: 10 },
    ],
    [{ idGenerator: 1.5 }, { ...random, idSize: 2 }],
    [
      { idGenerator: NaN, idSize: 8 },
      { ...random, idSize: 8 },
    ],
    [{ idGenerator: String }, { idGeneratorType: 'custom', idSize: 22, idGenerator: String }],
  ])('%o', (options, expected) => {
    expect(normalizeConfig({ ...base, ...options })).toMatchObject(expected);
  });
});

test.each([
  ['incremental:ORD-0001', 'incremental:ORD-0001'],
  [
    { type: 'incremental', start: 5 },
    { type: 'incremental', start: 5 },
  ],
  [8, 8],
  [0, undefined],
  ['default', undefined],
  ['custom', undefined],
  ['custom_function', undefined],
  ['uuid', undefined],
  [null, undefined],
])('restored-generators: a stored %j is restored as %j', (stored, generator) => {
  expect(restoredIdGenerator(stored)).toEqual(generator);
});

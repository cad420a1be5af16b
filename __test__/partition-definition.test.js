import { describe, expect, test } from '@jest/globals';

import { PartitionError, SchemaError } from '../lib/errors.js';
import { normalizeConfig } from '../lib/resource/config.js';
import { declaredConfig } from '../lib/resource/declaration.js';
import { checkPartitionFields, sortedPartitions } from '../lib/resource/partition-definition.js';

const client = {};
const base = { name: 'x', attributes: { a: 'string' }, client };

describe('partitions', () => {
  test('get automatic ones last, unless defined', () => {
    const { partitions } = normalizeConfig({
      ...base,
      timestamps: true,
      versioningEnabled: true,
      partitions: { z: { fields: { a: 'string' } }, byUpdatedDate: { fields: { a: 'string' } } },
    });
    expect(Object.keys(partitions)).toEqual(['z', 'byUpdatedDate', 'byCreatedDate', 'byVersion']);
    expect(partitions.byUpdatedDate).toEqual({ fields: { a: 'string' } });
    expect(partitions.byVersion).toEqual({ fields: { _v: 'string' } });
  });

  test('of the short form have the type of their attribute', () => {
    const given = { n: { type: 'number', min: 1 }, o: { p: 'string' }, s: 'string|maxlength:3' };
    const config = { name: 'x', attributes: given, partitions: ['n', 'o', 's'] };
    expect(declaredConfig(config, { version: 'v1', client }).partitions).toEqual({
      byN: { fields: { n: 'number' } },
      byO: { fields: { o: 'string' } },
      byS: { fields: { s: 'string' } },
    });
    const inherited = { ...config, partitions: ['toString'] };
    expect(() => declaredConfig(inherited, { version: 'v1', client })).toThrow(SchemaError);
  });

  test.each([
    ['o.p', true],
    ['o', true],
    ['_v', true],
    ['o.q.r', true],
    ['o.zz', false],
    ['props.p', false],
    ['id', false],
    ['a.length', false],
    ['b.c', false],
    ['__proto__', false],
    ['constructor', false],
  ])('on %s', (path, exists) => {
    const partitions = { p: { fields: { [path]: 'string' } } };
    const declared = {
      a: 'string',
      'b.c': 'string',
      o: { p: 'string', q: { r: 'number' } },
      props: { type: 'object', props: { p: 'string' } },
    };
    const check = () => checkPartitionFields({ name: 'x', partitions, attributes: declared });
    if (exists) return check();
    const message =
      `Partition 'p' uses field '${path}' which does not exist in resource attributes. ` +
      'Available fields: a, b.c, o, props.';
    expect(check).toThrow(new PartitionError(message));
  });

  test('are sorted as their keys are', () => {
    const fields = { region: 'string', 'addr.city': 'string', b: 'date', A: 'string' };
    expect(sortedPartitions({ p: { fields } })).toEqual([
      {
        name: 'p',
        fields: [
          { path: 'A', rule: 'string' },
          { path: 'addr.city', rule: 'string' },
          { path: 'b', rule: 'date' },
          { path: 'region', rule: 'string' },
        ],
      },
    ]);
  });
});

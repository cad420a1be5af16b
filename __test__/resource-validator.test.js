import { beforeEach, describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

describe('the validator of a resource', () => {
  let resource;

  beforeEach(async () => {
    resource = await freshResource({ attributes: { name: 'string', age: 'number|default:5' } });
  });

  test('is one, and shows the definition', () => {
    const { validator } = resource;
    expect(resource.validator).toBe(validator);
    expect(validator.attributes).toEqual(resource.attributes);
    expect([validator.strictValidation, validator.allNestedObjectsOptional]).toEqual([true, true]);
  });

  test('checks and completes as the resource', async () => {
    const data = { name: 5 };
    expect(await resource.validator.validate(data)).toEqual(await resource.validate(data));
    expect(resource.validator.applyDefaults({ name: 'n' })).toEqual({ name: 'n', age: 5 });
  });

  test('updated-validators: that gets other attributes checks and stores by them', async () => {
    expect(resource.validator.updateSchema({ color: 'string' })).toBeUndefined();
    expect(resource.validator.attributes).toEqual({ color: 'string' });
    expect((await resource.validator.validate({})).isValid).toBe(false);
    await resource.insert({ id: 'a', color: 'red' });
    expect((await resource.get('a')).color).toBe('red');
    const { Metadata } = await resource.client.headObject(resource.getResourceKey('a'));
    expect(Metadata).toEqual({ 2: 'red', _v: 'v1' });
  });
});

describe('records of ids that were found elsewhere', () => {
  test('are read as lists and partitions give them', async () => {
    const byRegion = { fields: { region: 'string' } };
    const resource = await freshResource({ partitions: { byRegion }, asyncEvents: false });
    await resource.insertMany(['a', 'b'].map((id) => ({ id, name: 'n', region: 'EU' })));
    const told = [];
    resource.on('list', (summary) => told.push(summary));
    resource.on('error', ({ name }, id) => told.push([name, id]));
    const listed = await resource.list();
    told.length = 0;
    expect(await resource.processListResults(['a', 'x', 'b'])).toEqual(listed);
    expect(told.splice(0)).toEqual([['NoSuchKey', 'x'], { count: 2, errors: 0 }]);
    const ofPartition = await resource.processPartitionResults(['x', 'b'], 'byRegion', byRegion);
    expect(ofPartition).toEqual([
      { ...listed[1], _partition: 'byRegion', _partitionValues: { region: 'EU' } },
    ]);
    expect(told).toEqual([['NoSuchKey', 'x']]);
    const [other] = await resource.processPartitionResults(['a'], 'own', {
      fields: { name: 'string' },
    });
    expect(other).toMatchObject({ _partition: 'own', _partitionValues: { name: 'n' } });
  });
});

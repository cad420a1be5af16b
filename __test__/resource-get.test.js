import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

async function withTwo(config) {
  const resource = await freshResource(config);
  await resource.insert({ id: 'b', name: 'B' });
  await resource.insert({ id: 'a', name: 'A' });
  return resource;
}

const A = { id: 'a', name: 'A' };
const B = { id: 'b', name: 'B' };

describe('a record that is missing', () => {
  test('is an error of get', async () => {
    const resource = await freshResource();
    await expect(resource.get('x')).rejects.toMatchObject({
      name: 'NoSuchKey',
      code: 'NoSuchKey',
      statusCode: 404,
      message: expect.stringMatching(
        /^No such key: resource=users\/data\/id=x \[bucket:fresh-\d+\]$/,
      ),
    });
  });

  test('is null for getOrNull, and an error of its own for getOrThrow', async () => {
    const resource = await freshResource();
    expect(await resource.getOrNull('x')).toBeNull();
    await expect(resource.getOrThrow('x')).rejects.toMatchObject({
      name: 'ResourceError',
      code: 'RESOURCE_NOT_FOUND',
      statusCode: 400,
      message: "Resource 'users' with id 'x' not found",
    });
  });

  test('does not exist', async () => {
    const resource = await withTwo();
    expect(await Promise.all(['a', 'x', ''].map((id) => resource.exists(id)))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('getMany', () => {
  test('reads in the order of the ids, and leaves out what is missing', async () => {
    const resource = await withTwo({ asyncEvents: false });
    const failed = [];
    resource.on('error', (error, item) => failed.push([error.name, item]));
    expect(userFields(await resource.getMany(['b', 'x', 'a']))).toEqual([B, A]);
    expect(failed).toEqual([['NoSuchKey', 'x']]);
  });

  test('reads an id as often as it is given', async () => {
    const resource = await withTwo();
    expect(userFields(await resource.getMany(['a', 'a']))).toEqual([A, A]);
    expect(await resource.getMany([])).toEqual([]);
  });
});

test('getAll reads everything in the order of the keys', async () => {
  expect(userFields(await (await withTwo()).getAll())).toEqual([A, B]);
});

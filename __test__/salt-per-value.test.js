import { describe, expect, test } from '@jest/globals';

import { freshDatabase } from './support/fresh-database.js';

async function secretsOf(saltPerValue) {
  const security = { passphrase: 'a passphrase of ours', saltPerValue };
  const db = await freshDatabase({ security });
  const resource = await db.createResource({
    name: 'things',
    attributes: { one: 'secret', two: 'secret' },
  });
  await resource.insert({ id: 'a', one: 'first', two: 'second' });
  await resource.insert({ id: 'b', one: 'first', two: 'second' });
  const salts = [];
  for (const id of ['a', 'b']) {
    const { Metadata } = await db.client.headObject(resource.getResourceKey(id));
    for (const key of ['0', '1']) {
      salts.push(Buffer.from(Metadata[key], 'base64').subarray(0, 16).toString('hex'));
    }
  }
  return { resource, salts };
}

describe('security.saltPerValue', () => {
  test('gives each value a salt of its own', async () => {
    const { resource, salts } = await secretsOf(true);
    expect(new Set(salts).size).toBe(4);
    expect(await resource.get('a')).toMatchObject({ one: 'first', two: 'second' });
    await resource.update('a', { one: 'changed' });
    expect(await resource.get('a')).toMatchObject({ one: 'changed', two: 'second' });
  });

  test.each([[false], [undefined]])(
    'salt-per-process: %p: values share a salt',
    async (saltPerValue) => {
      const { resource, salts } = await secretsOf(saltPerValue);
      expect(new Set(salts).size).toBe(1);
      expect(await resource.get('b')).toMatchObject({ one: 'first', two: 'second' });
    },
  );
});

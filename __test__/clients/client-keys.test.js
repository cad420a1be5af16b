/**
 * Keys: which are refused, and how the others are stored.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { ValidationError } from '../../lib/errors.js';
import { CLIENT_KINDS, allKeys } from '../support/client-kinds.js';
import { failure } from '../support/failure.js';

describe.each(CLIENT_KINDS)('%s', (name, kind) => {
  let client;

  beforeEach(() => {
    client = kind.make({ bucket: 'b', keyPrefix: 'app' });
  });

  afterEach(() => kind.reset());

  describe('keys', () => {
    const HOSTILE = [
      '',
      '.',
      '/',
      './',
      '..',
      '../x',
      'a/../b',
      'a/..',
      '\ud800',
      null,
      undefined,
      5,
    ];

    test.each([...HOSTILE, {}, ['a']])(
      'keys-stay-inside: %j is refused everywhere',
      async (key) => {
        const calls = [
          client.putObject({ key }),
          client.getObject(key),
          client.headObject(key),
          client.exists(key),
          client.deleteObject(key),
          client.deleteObjects([key]),
          client.copyObject({ from: key, to: 'b' }),
          client.copyObject({ from: 'a', to: key }),
        ];
        for (const error of await Promise.all(calls.map(failure))) {
          expect(error).toBeInstanceOf(ValidationError);
          expect(error).toMatchObject({ code: 'INVALID_KEY', statusCode: 400 });
        }
        expect(await allKeys(kind, client)).toEqual([]);
      },
    );

    test.each([
      ['a//b', 'app/a/b'],
      ['/a', 'app/a'],
      ['./a/./b', 'app/a/b'],
      [' a ', 'app/ a '],
      ['a\\b', 'app/a\\b'],
      ['x..y/...', 'app/x..y/...'],
      ['a%2F..%2Fb', 'app/a%2F..%2Fb'],
      ['é\n', 'app/é\n'],
      ['__proto__', 'app/__proto__'],
    ])('%j is stored as %j', async (key, stored) => {
      await client.putObject({ key, body: 'x', metadata: JSON.parse('{"__proto__":"1"}') });
      expect(await allKeys(kind, client)).toEqual([stored]);
      expect(Object.entries((await client.getObject(key)).Metadata)).toEqual([['__proto__', '1']]);
    });

    test.each([
      ['app/', 'app/k'],
      ['app//x', 'app/x/k'],
      ['.', 'k'],
      ['é', 'é/k'],
    ])('below the key prefix %j', async (keyPrefix, stored) => {
      const other = kind.make({ bucket: keyPrefix, keyPrefix });
      await other.putObject({ key: 'k' });
      expect(await allKeys(kind, other)).toEqual([stored]);
      expect(await other.getAllKeys()).toEqual(['k']);
    });

    test('a key prefix does not leave its folder', () => {
      expect(() => kind.make({ keyPrefix: 'a/../b' })).toThrow(ValidationError);
      const error = failure(client.getAllKeys({ prefix: '../other/' }));
      return expect(error).resolves.toMatchObject({ code: 'INVALID_KEY', field: 'prefix' });
    });
  });
});

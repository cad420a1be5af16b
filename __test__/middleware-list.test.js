import { describe, expect, test } from '@jest/globals';

import { MIDDLEWARE_METHODS, middlewareList } from '../lib/resource/middleware-list.js';

describe('the option middlewares', () => {
  const one = () => 1;
  const two = () => 2;

  test('takes functions by method, in order', () => {
    expect(middlewareList({ get: [one, two], patch: one, list: 5 })).toEqual([
      ['get', one],
      ['get', two],
      ['patch', one],
    ]);
    expect(middlewareList(undefined)).toEqual([]);
  });

  test('middleware-methods: takes functions for all methods', () => {
    const all = MIDDLEWARE_METHODS.map((method) => [method, one]);
    expect(middlewareList([one])).toEqual(all);
    expect(middlewareList({ '*': one, get: two })).toEqual([...all, ['get', two]]);
  });

  test('refuses an unknown method', () => {
    expect(() => middlewareList({ get: one, nope: one })).toThrow(
      expect.objectContaining({
        name: 'ResourceError',
        message: 'No such method for middleware: nope',
        statusCode: 400,
        operation: 'useMiddleware',
        method: 'nope',
        supportedMethods: [...MIDDLEWARE_METHODS],
      }),
    );
  });
});

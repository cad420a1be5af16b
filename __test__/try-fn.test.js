import { runInNewContext } from 'node:vm';

import tryFn, { tryFn as named, tryFnSync } from '../lib/concerns/try-fn.js';

const boom = () => {
  throw new Error('boom');
};

test('tryFn is the default export too', () => {
  expect(tryFn).toBe(named);
});

test.each([
  ['a function', () => 1, 1],
  ['a value', 5, 5],
  ['a function without a result', () => undefined, undefined],
  ['a function that returns null', () => null, null],
])('tryFn of %s gives a tuple', (_case, input, data) => {
  expect(tryFn(input)).toEqual([true, null, data]);
});

test.each([
  ['a promise', Promise.resolve(3), 3],
  ['an async function', async () => 7, 7],
  ['a thenable', { then: (resolve) => resolve(9) }, 9],
  ['a function that returns a thenable', () => ({ then: (resolve) => resolve(9) }), 9],
])('tryFn of %s gives a promise of a tuple', async (_case, input, data) => {
  const outcome = tryFn(input);
  expect(outcome).toBeInstanceOf(Promise);
  expect(await outcome).toEqual([true, null, data]);
});

test.each([null, undefined])('tryFn of %s fails', (input) => {
  const [ok, error, data] = tryFn(input);
  expect([ok, data]).toEqual([false, undefined]);
  expect(error).toEqual(new Error('fnOrPromise cannot be null or undefined'));
});

test.each([
  ['tryFn', tryFn],
  ['tryFnSync', tryFnSync],
])('%s passes errors on as they are', (_name, call) => {
  const error = Object.assign(new Error('m'), { code: 'C' });
  const [ok, caught, data] = call(() => {
    throw error;
  });
  expect([ok, data]).toEqual([false, undefined]);
  expect(caught).toBe(error);
  expect(call(boom)[1].message).toBe('boom');
});

test.each(['text', undefined, null, 5])('%j thrown is wrapped', async (thrown) => {
  const fail = () => {
    throw thrown;
  };
  expect(tryFn(fail)[1]).toEqual(new Error(String(thrown)));
  expect(tryFnSync(fail)[1]).toEqual(new Error(String(thrown)));
  expect((await tryFn(Promise.reject(thrown)))[1]).toEqual(new Error(String(thrown)));
});

test('an error of another realm is not wrapped', () => {
  const foreign = runInNewContext("new TypeError('m')");
  expect(foreign).not.toBeInstanceOf(Error);
  const [, caught] = tryFn(() => {
    throw foreign;
  });
  expect(caught).toBe(foreign);
});

test('the stack of the caller is kept, hidden', async () => {
  const [, sync] = tryFn(boom);
  const [, rejected] = await tryFn(async () => boom());
  for (const error of [sync, rejected]) {
    const { enumerable, value } = Object.getOwnPropertyDescriptor(error, 'capturedAtStack');
    expect(enumerable).toBe(false);
    const frames = value.split('\n').filter((line) => line.includes('try-fn'));
    expect(frames[0]).toContain('try-fn.test.js');
  }
});

test('an error that cannot be extended is passed on', () => {
  const frozen = Object.freeze(new Error('m'));
  const [, caught] = tryFnSync(() => {
    throw frozen;
  });
  expect(caught).toBe(frozen);
});

test('tryFnSync does not wait', () => {
  const [ok, , data] = tryFnSync(async () => 1);
  expect(ok).toBe(true);
  expect(data).toBeInstanceOf(Promise);
});

test('tryFnSync of what is no function fails', () => {
  expect(tryFnSync(5)[1]).toBeInstanceOf(TypeError);
});

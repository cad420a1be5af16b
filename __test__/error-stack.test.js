/**
 * Stacks of errors that have a cause of their own making.
 */
import { expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

async function missing() {
  const resource = await freshResource();
  return resource.get('x').then(
    () => undefined,
    (error) => error,
  );
}

const framesOf = ({ stack }) => stack.split('\n').filter((line) => line.startsWith('    at '));

test('an error and its original tell where the call was made', async () => {
  const error = await missing();
  expect(error.stack).toMatch(/^NoSuchKey: No such key: resource=users\/data\/id=x/);
  expect(error.original.stack).toMatch(/^NoSuchKey: Object not found: /);
  expect(framesOf(error).length).toBeGreaterThan(1);
  expect(framesOf(error.original)).toEqual(framesOf(error));
});

test('the stack of an original is no field, and can be replaced', async () => {
  const { original } = await missing();
  expect(Object.keys(original)).not.toContain('stack');
  original.stack = 'mine';
  expect(original.stack).toBe('mine');
  expect(original.toJSON().stack).toBe('mine');
});

test('errors are captured as far as before once one was made', async () => {
  const limit = Error.stackTraceLimit;
  await missing();
  expect(Error.stackTraceLimit).toBe(limit);
});

import { expect, test } from '@jest/globals';

import { applyDefaults, readDefaults } from '../lib/defaults.js';

test('defaults-by-type: defaults take the base type, not a word of the definition', () => {
  const defaults = readDefaults({
    a: 'string|default:number1',
    b: 'boolean|default:true',
    c: 'number|default:5',
    d: 'string|default:x:y|optional',
    e: { type: 'string', default: 'z' },
  });
  expect(defaults).toEqual([
    ['a', 'number1'],
    ['b', true],
    ['c', 5],
    ['d', 'x:y'],
  ]);
});

test('defaults fill in what is undefined, nothing else', () => {
  const defaults = readDefaults({ a: 'string|default:x', b: 'number|default:5', c: 'string' });
  const record = { a: undefined, b: null };
  expect(applyDefaults(record, defaults)).toBe(record);
  expect(record).toEqual({ a: 'x', b: null });
});

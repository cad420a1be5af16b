import { describe, expect, test } from '@jest/globals';

import { cloneRecord, copyRecord } from '../lib/record-copy.js';

const HOSTILE = JSON.parse(`{
  "a": 1,
  "__proto__": { "polluted": 1 },
  "constructor": { "prototype": { "polluted": 1 } },
  "b.__proto__.c": 1,
  "list": [{ "prototype": 1, "ok": { "x.constructor": 1, "x.y": 2 } }]
}`);

class Point {
  constructor() {
    this.x = 1;
  }
}

describe('copyRecord', () => {
  test('leaves out unsafe keys at any depth', () => {
    const copy = copyRecord(HOSTILE);
    expect(copy).toEqual({ a: 1, list: [{ ok: { 'x.y': 2 } }] });
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect({}.polluted).toBeUndefined();
  });

  test('copies dates and shares binary data', () => {
    const source = { date: new Date(5), buffer: Buffer.from('x'), floats: new Float32Array(2) };
    const copy = copyRecord(source);
    expect(copy).toEqual(source);
    expect(copy.date).not.toBe(source.date);
    expect(copy.buffer).toBe(source.buffer);
    expect(copy.floats).toBe(source.floats);
  });

  test('makes plain objects of class instances and keeps undefined', () => {
    const copy = copyRecord({ point: new Point(), gone: undefined });
    expect(Object.getPrototypeOf(copy.point)).toBe(Object.prototype);
    expect(Object.keys(copy)).toEqual(['point', 'gone']);
  });

  test('fills the gaps of lists with null', () => {
    const gaps = [1, undefined, null, [undefined]];
    gaps.length = 5;
    expect(copyRecord({ gaps }).gaps).toStrictEqual([1, null, null, [null], null]);
    expect(gaps).toHaveLength(5);
    expect(4 in gaps).toBe(false);
  });

  test('shares no object or array with the source', () => {
    const source = { n: { l: [{ x: 1 }] } };
    const copy = copyRecord(source);
    copy.n.l[0].x = 2;
    copy.n.l.push(3);
    expect(source).toEqual({ n: { l: [{ x: 1 }] } });
  });
});

describe('cloneRecord', () => {
  test('keeps every own key', () => {
    const clone = cloneRecord(HOSTILE);
    expect(Object.keys(clone)).toEqual(Object.keys(HOSTILE));
    expect(Object.getPrototypeOf(clone)).toBe(Object.prototype);
  });

  test('keeps class instances, functions and built-in objects', () => {
    const source = { point: new Point(), map: new Map([[1, 2]]), f: () => 1, text: Object('x') };
    const clone = cloneRecord(source);
    expect(clone).toEqual(source);
    expect(clone.point).toBeInstanceOf(Point);
    expect(clone.point).not.toBe(source.point);
  });
});

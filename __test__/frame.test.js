import { describe, expect, test } from '@jest/globals';

import {
  ABSENT,
  IllFormedValue,
  ReplyReader,
  UNCHANGED,
  ValueWriter,
  isNested,
} from '../lib/frame.js';

function written(value) {
  const { header, text } = new ValueWriter().write(value, 'a.b');
  return [header, text];
}

describe('ValueWriter', () => {
  test.each([
    ['', 's0,', ''],
    ['x😀', 's3,', 'x😀'],
    [-1.5, 'n4,', '-1.5'],
    [Number.NaN, 'n3,', 'NaN'],
    [12n, 's2,', '12'],
    [true, 't', ''],
    [false, 'f', ''],
    [null, 'z', ''],
    [undefined, 'u', ''],
    [UNCHANGED, '=', ''],
    [new Date(0), 'd24,', '1970-01-01T00:00:00.000Z'],
    [Buffer.from('hi'), 'b4,', 'aGk='],
    [new Uint16Array([1]), 'b4,', 'AQA='],
    [[1, 'a'], 'j7,', '[1,"a"]'],
    [{}, 'j2,', '{}'],
    [{ toJSON: () => undefined }, 'u', ''],
  ])('%p', (value, header, text) => expect(written(value)).toEqual([header, text]));

  test('a view writes its own part of a buffer only', () => {
    expect(written(Buffer.from('_hi_').subarray(1, 3))).toEqual(['b4,', 'aGk=']);
  });

  test.each([
    ['a function', () => 1, 'is a function, which cannot be stored'],
    ['a symbol', Symbol('s'), 'is a symbol, which cannot be stored'],
    ['an invalid date', new Date(Number.NaN), 'is an invalid date'],
    ['a bigint in an array', [1n], /cannot be written as JSON/],
  ])('%s is refused', (_name, value, reason) => {
    const write = () => new ValueWriter().write(value, 'a.b');
    expect(write).toThrow(IllFormedValue);
    expect(write).toThrow(expect.objectContaining({ path: 'a.b' }));
    expect(write).toThrow(reason);
  });

  test('a value that contains itself is refused', () => {
    const value = [];
    value.push(value);
    expect(() => new ValueWriter().write(value, 'x')).toThrow(IllFormedValue);
  });
});

describe('ReplyReader', () => {
  function float(number) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(number);
    return [5, ...bytes];
  }

  function integer(number) {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(number);
    return [6, ...bytes];
  }

  function long(tag, text, encoding) {
    const content = Buffer.from(text, encoding);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(content.length);
    return [tag, ...length, ...content];
  }

  const CASES = [
    ['absent', [0], ABSENT],
    ['undefined', [1], undefined],
    ['null', [2], null],
    ['false', [3], false],
    ['true', [4], true],
    ['a number', float(-1.25), -1.25],
    ['minus zero', float(-0), -0],
    ['an integer', integer(-7), -7],
    ['a short text', [7, 2, 0x68, 0xe9], 'hé'],
    ['an empty text', [7, 0], ''],
    ['a long Latin-1 text', long(8, 'é'.repeat(300), 'latin1'), 'é'.repeat(300)],
    ['a text', long(9, '日😀', 'utf8'), '日😀'],
    ['JSON', long(10, '{"a":[1,null]}', 'utf8'), { a: [1, null] }],
    ['bytes', long(11, '\x00ÿ', 'latin1'), Buffer.from([0, 255])],
    ['a well-known text', [12, 1], 'second'],
  ];
  const reader = new ReplyReader(['first', 'second']);

  test.each(CASES)('%s', (_name, bytes, value) => {
    expect(reader.open(Buffer.from(bytes)).value()).toStrictEqual(value);
    expect(reader.position).toBe(bytes.length);
  });

  test('values stand one after another', () => {
    reader.open(Buffer.from(CASES.flatMap(([, bytes]) => bytes)));
    for (const [, , value] of CASES) expect(reader.value()).toStrictEqual(value);
  });

  test('bytes are a copy', () => {
    const reply = Buffer.from(long(11, 'ab', 'latin1'));
    const value = reader.open(reply).value();
    reply.fill(0);
    expect(value).toEqual(Buffer.from('ab'));
  });

  test('an unknown tag is refused', () => {
    expect(() => reader.open(Buffer.from([99])).value()).toThrow(RangeError);
  });

  test('the end of a reply is refused', () => {
    expect(() => reader.open(Buffer.from([5, 0])).value()).toThrow(RangeError);
  });
});

test('isNested', () => {
  expect([{}, { a: 1 }, Object.create(null)].map(isNested)).toEqual([true, true, true]);
  const values = [null, undefined, 'a', 1, [], new Date(), Buffer.alloc(0), new Uint8Array()];
  expect(values.map(isNested)).toEqual(values.map(() => false));
});

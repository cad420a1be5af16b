import { describe, expect, test } from '@jest/globals';

import { ReplyReader } from '../lib/frame/reply.js';
import { ABSENT, IllFormedValue, UNCHANGED, isNested } from '../lib/frame/value.js';
import { FrameWriter } from '../lib/frame/write.js';

function written(value) {
  const writer = new FrameWriter(1);
  writer.value(value, 'a.b');
  return writer.toString();
}

describe('FrameWriter', () => {
  test.each([
    ['', 's\x00'],
    ['x😀', 's\x7f\0\0\0\0\x05x😀'],
    ['é'.repeat(3), 's\x06ééé'],
    ['x'.repeat(63), `s\x3f${'x'.repeat(63)}`],
    ['é'.repeat(63), `s\x7e${'é'.repeat(63)}`],
    ['x'.repeat(300), `s\x7f\0\0\0\x02\x2c${'x'.repeat(300)}`],
    [-1.5, 'n\x04-1.5'],
    [Number.NaN, 'n\x03NaN'],
    [12n, 's\x0212'],
    [true, 't'],
    [false, 'f'],
    [null, 'z'],
    [undefined, 'u'],
    [UNCHANGED, '='],
    [new Date(0), 'd\x181970-01-01T00:00:00.000Z'],
    [Buffer.from('hi'), 'b\x04aGk='],
    [new Uint16Array([1]), 'b\x04AQA='],
    [[1, 'a'], 'j\x07[1,"a"]'],
    [{}, 'j\x02{}'],
    [{ toJSON: () => undefined }, 'u'],
  ])('%p', (value, frame) => expect(written(value)).toBe(frame));

  test('a view writes its own part of a buffer only', () => {
    expect(written(Buffer.from('_hi_').subarray(1, 3))).toBe('b\x04aGk=');
  });

  test('a frame begins anew, and what a large one took is given back', () => {
    const writer = new FrameWriter();
    writer.begin().string('x'.repeat(1e6), 'a');
    expect(writer.length).toBe(1e6 + 7);
    const large = writer.bytes.length;
    writer.begin().absent();
    expect(writer.toString()).toBe('a');
    expect(writer.bytes.length).toBeLessThan(large);
  });

  test.each([
    ['a function', () => 1, 'is a function, which cannot be stored'],
    ['a symbol', Symbol('s'), 'is a symbol, which cannot be stored'],
    ['an invalid date', new Date(Number.NaN), 'is an invalid date'],
    ['a bigint in an array', [1n], /cannot be written as JSON/],
    ['a lone surrogate', 'x\ud800', 'contains a lone surrogate'],
    ['a lone surrogate in a long text', `${'x'.repeat(500)}\udc00`, 'contains a lone surrogate'],
  ])('%s is refused', (_name, value, reason) => {
    const write = () => new FrameWriter().value(value, 'a.b');
    expect(write).toThrow(IllFormedValue);
    expect(write).toThrow(expect.objectContaining({ path: 'a.b' }));
    expect(write).toThrow(reason);
  });

  test('a value that contains itself is refused', () => {
    const value = [];
    value.push(value);
    expect(() => new FrameWriter().value(value, 'x')).toThrow(IllFormedValue);
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
    ['texts', [13, 2, 7, 1, 0x61, ...long(9, '日', 'utf8')], ['a', '日']],
    ['no text', [13, 0], []],
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

import path from 'node:path';

import { expect, test } from '@jest/globals';

import { locate, resolveLocation } from '../lib/connection-string/local-path.js';

/** @param {string} text @param {path.PlatformPath} paths */
function pathOf(text, paths) {
  const location = locate(new URL(text), (host) => `//${host}`);
  return resolveLocation(decodeURIComponent(location), paths);
}

test.each([
  ['file:///C:/data/shop', 'C:\\data\\shop'],
  ['file:///c:/data/shop/', 'c:\\data\\shop'],
  ['file://C:/data/shop', 'C:\\data\\shop'],
  ['file://C:\\data\\shop', 'C:\\data\\shop'],
  ['file:///C:\\data\\my shop', 'C:\\data\\my shop'],
  ['file:///C:/my%20shop/%C3%A9', 'C:\\my shop\\é'],
  ['file:C:/data', 'C:\\data'],
  ['file:///C|/data', 'C:\\data'],
  ['file://localhost/C:/data', 'C:\\data'],
  ['file:///C:/data/../shop', 'C:\\shop'],
  ['file:///C:', 'C:\\'],
  ['file:///C:/', 'C:\\'],
  ['file://server/share/shop', '\\\\server\\share\\shop'],
  ['file:////server/share/shop', '\\\\server\\share\\shop'],
  ['file://\\\\server\\share\\shop', '\\\\server\\share\\shop'],
  ['sqlite://C/data/shop.db', 'C:\\data\\shop.db'],
  ['sqlite:///C:/data/shop.db', 'C:\\data\\shop.db'],
])('on Windows %s is %s', (text, expected) => {
  expect(pathOf(text, path.win32)).toBe(expected);
});

test.each([
  ['file:///C:/data', '/C:/data'],
  ['file:///data/my%20shop', '/data/my shop'],
  ['file://data/shop', '/data/shop'],
  ['file:///data/shop/', '/data/shop'],
])('elsewhere %s is %s', (text, expected) => {
  expect(pathOf(text, path.posix)).toBe(expected);
});

test('a dot is the working directory', () => {
  expect(pathOf('file://./data', path)).toBe(path.resolve('data'));
  expect(pathOf('file://../data', path)).toBe(path.resolve('../data'));
  expect(pathOf('file://.\\data', path)).toBe(path.resolve('data'));
});

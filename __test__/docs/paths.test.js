/**
 * Files, folders and headings that the documents name are there.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { ROOT } from '../support/markdown.js';

const DOCUMENTS = [
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...markdownIn('docs/design'),
  'bench/README.md',
  'testing/s3-server/README.md',
];

/** Folders whose files the documents name by their paths. */
const FOLDERS =
  '__test__|bench|docs|examples|lib|npm|scripts|src|testing|tests|types'.replaceAll('|', '/|') +
  '/';
const PATH = new RegExp(`\`((?:${FOLDERS})[\\w./*-]*)\``, 'g');
const LINK = /\]\(([^)\s]+)\)/g;

function markdownIn(folder) {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => join(folder, name));
}

const read = (file) => readFileSync(join(ROOT, file), 'utf8');

/** @returns {boolean} whether a path is there only after an installation */
const isInstalled = (path) => path.includes('node_modules');

/** @returns {boolean} whether a path is there; a `*` stands for a part of the last name */
function isThere(path) {
  if (!path.includes('*')) return existsSync(join(ROOT, path));
  const [start, end] = path.slice(path.lastIndexOf('/') + 1).split('*');
  const names = readdirSync(join(ROOT, dirname(path)));
  return names.some((name) => name.startsWith(start) && name.endsWith(end));
}

/** Anchors of a document's headings, as its readers make them. */
function anchorsOf(file) {
  const seen = new Map();
  const headings = [
    ...read(file)
      .replace(/```[^]*?```/g, '')
      .matchAll(/^#+ (.*)$/gm),
  ];
  return headings.map(([, heading]) => {
    const words = heading
      .toLowerCase()
      .replace(/[`_]/g, '')
      .replace(/[^\p{L}\p{N} -]/gu, '');
    const anchor = words.trim().replaceAll(' ', '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

describe.each(DOCUMENTS)('%s', (file) => {
  const text = read(file);

  test('names paths that exist', () => {
    const paths = [...text.matchAll(PATH)].map(([, path]) => path);
    const missing = paths.filter(
      (path) => !isInstalled(path) && !isThere(path) && !isThere(`__test__/${path}`),
    );
    expect(missing).toEqual([]);
  });

  test('links to what exists', () => {
    const links = [...text.matchAll(LINK)].map(([, link]) => link);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path, anchor] = link.split('#');
      const target = path ? join(dirname(file), path) : file;
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

test('the paths of ARCHITECTURE.md are found', () => {
  expect([...read('ARCHITECTURE.md').matchAll(PATH)].length).toBeGreaterThan(50);
});

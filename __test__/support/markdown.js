import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {{language: string, line: number, text: string}} CodeBlock `line` of its first line, from 1 */

/**
 * @param {string} file path in the repository
 * @returns {CodeBlock[]} the fenced blocks of a page
 */
export function codeBlocks(file) {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  /** @type {CodeBlock[]} */
  const blocks = [];
  let start = -1;
  lines.forEach((line, index) => {
    if (!line.startsWith('```')) return;
    if (start < 0) {
      start = index;
      return;
    }
    const text = lines.slice(start + 1, index).join('\n');
    blocks.push({ language: lines[start].slice(3), line: start + 2, text });
    start = -1;
  });
  return blocks;
}

/**
 * Makes a program whose errors name the lines of the page.
 *
 * @param {CodeBlock[]} blocks in the order of the page
 * @returns {string}
 */
export function programOf(blocks) {
  let program = '';
  for (const { line, text } of blocks) {
    program += '\n'.repeat(line - program.split('\n').length) + text;
  }
  return `${program}\n`;
}

/**
 * @param {string[]} names under which programs in the folder find this package
 * @returns {{path: string, write(name: string, text: string): string, remove(): void}} a folder of ES
 *   modules; `write` answers the path of the file
 */
export function projectFolder(names = ['s3db-native']) {
  const path = mkdtempSync(join(tmpdir(), 's3db-native-docs-'));
  mkdirSync(join(path, 'node_modules'));
  for (const name of names) symlinkSync(ROOT, join(path, 'node_modules', name), 'dir');
  writeFileSync(join(path, 'package.json'), '{"private": true, "type": "module"}');
  return {
    path,
    write(name, text) {
      writeFileSync(join(path, name), text);
      return join(path, name);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

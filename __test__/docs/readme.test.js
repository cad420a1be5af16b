import { spawnSync } from 'node:child_process';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import typescript from 'typescript';

import { ROOT, codeBlocks, programOf, projectFolder } from '../support/markdown.js';

const blocks = codeBlocks('README.md');
const written = (language) =>
  blocks.filter((block) => block.language === language).map((block) => [block.line, block]);

let folder;

beforeAll(() => {
  folder = projectFolder();
});

afterAll(() => folder.remove());

test('every block of README.md says what it is', () => {
  const languages = new Set(blocks.map(({ language }) => language));
  expect([...languages].sort()).toEqual(['bash', 'js', 'ts']);
});

describe('programs of README.md run', () => {
  test.each(written('js'))('line %i', (line, block) => {
    const extension = /\brequire\(/.test(block.text) ? 'cjs' : 'js';
    const file = folder.write(`line-${line}.${extension}`, programOf([block]));
    const { status, stderr } = spawnSync(process.execPath, [file], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('TypeScript of README.md compiles', () => {
  test.each(written('ts'))('line %i', (line, block) => {
    const file = folder.write(`line-${line}.ts`, programOf([block]));
    const program = typescript.createProgram([file], {
      strict: true,
      noEmit: true,
      target: typescript.ScriptTarget.ES2022,
      module: typescript.ModuleKind.NodeNext,
      moduleResolution: typescript.ModuleResolutionKind.NodeNext,
      types: ['node'],
      typeRoots: [`${ROOT}node_modules/@types`],
    });
    const findings = typescript.getPreEmitDiagnostics(program);
    expect(findings.map(({ messageText }) => messageText)).toEqual([]);
  });
});

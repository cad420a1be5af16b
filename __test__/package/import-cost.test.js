import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Reports each module that the process resolves, from the thread on which Node.js runs hooks. */
const HOOKS = `
  import { writeSync } from 'node:fs';
  export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context);
    writeSync(1, 'module ' + resolved.url + '\\n');
    return resolved;
  }
`;

/** Prints what is loaded by an import, and what a first resource adds to that. */
const PROGRAM = `
  import { createRequire, register } from 'node:module';
  register('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(HOOKS))});
  const { cache } = createRequire(process.cwd() + '/program.cjs');
  const before = new Set(process.moduleLoadList);
  const report = (stage) => {
    for (const path of Object.keys(cache)) console.log(stage + '-file ' + path);
    for (const name of process.moduleLoadList) {
      if (!before.has(name)) console.log(stage + '-builtin ' + name.replace(/^\\S+ /, ''));
    }
  };
  const { Database } = await import('s3db-native');
  report('import');
  const db = new Database({ connectionString: 'memory://import-cost/app' });
  await db.connect();
  await db.createResource({ name: 'users', attributes: { name: 'string' } });
  report('resource');
`;

describe('an import of the package', () => {
  let lines;

  beforeAll(() => {
    const args = ['--no-warnings', '--input-type=module', '-e', PROGRAM];
    lines = execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }).split('\n');
  });

  const values = (kind) =>
    lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));

  test('loads one module beside those of Node.js', () => {
    const modules = values('module').filter((url) => url.startsWith('file:'));
    expect(modules).toEqual([new URL('../../dist/index.js', import.meta.url).href]);
  });

  test('loads the addon and its loader, and no other file', () => {
    const files = values('import-file').map((path) => path.slice(ROOT.length));
    expect(files.map((path) => path.replace(/native\.[\w-]+\.node$/, 'native.node'))).toEqual([
      'lib/native/index.cjs',
      'lib/native/s3db-native.node',
    ]);
  });

  test('does not load what is for a first resource', () => {
    expect(values('import-builtin')).not.toContain('crypto');
    expect(values('import-builtin')).not.toContain('stream');
    expect(values('resource-builtin')).toContain('crypto');
    expect(values('resource-file').join()).toContain('/node_modules/fastest-validator/');
  });
});

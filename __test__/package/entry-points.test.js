import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';
import typescript from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));

/** Runs a program that knows the package by its name, and answers what it prints as JSON. */
function run(program, ...flags) {
  const args = [...flags, '--input-type=module', '-e', program];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }));
}

/** Names of values that a declaration file exports. */
function declaredValues(file) {
  const program = typescript.createProgram([ROOT + file], {
    module: typescript.ModuleKind.NodeNext,
    moduleResolution: typescript.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [`${ROOT}node_modules/@types`],
  });
  const checker = program.getTypeChecker();
  const source = checker.getSymbolAtLocation(program.getSourceFile(ROOT + file));
  return checker
    .getExportsOfModule(source)
    .filter((symbol) => {
      const isAlias = symbol.flags & typescript.SymbolFlags.Alias;
      const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      const isTypeOnly = symbol.declarations.some((node) => node.parent?.parent?.isTypeOnly);
      return target.flags & typescript.SymbolFlags.Value && !isTypeOnly;
    })
    .map(({ name }) => name)
    .sort();
}

describe('commonjs: import and require', () => {
  const names = run(`
    import * as imported from 's3db-native';
    import { createRequire } from 'node:module';
    const required = createRequire(process.cwd() + '/x.cjs')('s3db-native');
    const keys = (entry) => Object.keys(entry).filter((name) => !name.startsWith('__')).sort();
    console.log(JSON.stringify({
      imported: keys(imported),
      required: keys(required).filter((name) => name !== 'module.exports'),
      isAlias: imported.S3db === imported.Database && required.S3db === required.Database,
      extendsDatabase: imported.default.prototype instanceof imported.Database,
    }));
  `);

  test('give the same names', () => expect(names.required).toEqual(names.imported));

  test('give a default', () => {
    expect(names).toMatchObject({ isAlias: true, extendsDatabase: true });
  });

  test.each(['index.d.ts', 'index.d.cts'])('give what %s declares, and nothing else', (file) => {
    expect(declaredValues(file)).toEqual(names.imported);
  });

  test('give each other the same classes', () => {
    const same = run(`
      import { Database } from 's3db-native';
      import { createRequire } from 'node:module';
      const required = createRequire(process.cwd() + '/x.cjs')('s3db-native');
      console.log(JSON.stringify(Database === required.Database));
    `);
    expect(same).toBe(true);
  });

  test.each(['index.js', 'index.cjs'])('give classes by their own names in dist/%s', (file) => {
    const both = run(`
      const namesOf = (entry, keys) => keys.map((key) => [key, entry[key].name]);
      const sources = await import('./index.js');
      const bundle = await import('./dist/${file}');
      const keys = Object.keys(sources).filter((key) => key !== 'default');
      console.log(JSON.stringify([namesOf(bundle, keys), namesOf(sources, keys)]));
    `);
    expect(both[0]).toEqual(both[1]);
  });
});

describe('the package', () => {
  const [pack] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const files = pack.files.map(({ path }) => path);

  test('holds what its exports and imports name', () => {
    const named = JSON.stringify([manifest.exports, manifest.imports]);
    const paths = named.match(/\.\/[\w./-]+/g);
    expect(paths).toContain('./lib/native/index.cjs');
    for (const path of paths) expect(files).toContain(path.slice(2));
  });

  test('holds no test, no source of the engine and no tool', () => {
    const strange = files.filter((path) =>
      /^(__test__|src|bench|scripts|target|tests|fuzz)\//.test(path),
    );
    expect(strange).toEqual([]);
  });

  test('has one dependency', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['fastest-validator']);
  });
});

test('require resolves to a bundle', () => {
  const require = createRequire(import.meta.url);
  expect(require.resolve('s3db-native')).toMatch(/dist\/index\.c?js$/);
});

// Installs and builds what is missing or out of date, so that `npm start` and `npm test` work on a
// fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';

if (!existsSync('node_modules/.package-lock.json')) run('npm', ['install', '--no-save']);
if (!isFresh()) run('npm', ['run', 'build']);

/** @returns {boolean} whether addon and bundle are newer than everything they are made of */
function isFresh() {
  const addons = existsSync('lib/native') ? readdirSync('lib/native') : [];
  const addon = addons.find((name) => name.endsWith('.node'));
  const results = [`lib/native/${addon}`, 'dist/index.js', 'dist/index.cjs'];
  if (!results.every((path) => existsSync(path))) return false;
  const built = Math.min(...results.map((path) => statSync(path).mtimeMs));
  return sources().every((path) => statSync(path).mtimeMs <= built);
}

/** @returns {string[]} */
function sources() {
  const folders = ['src', 'lib'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.startsWith('lib/native'))
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  );
  return [...folders, 'Cargo.toml', 'Cargo.lock', 'build.rs', 'index.js', 'package.json'];
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

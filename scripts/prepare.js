// Installs and builds what is missing or out of date, so that `npm start` and `npm test` work on a
// fresh clone. With `--with-servers` also the S3 server that tests run against.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';

const SERVER = 'testing/s3-server';

if (!existsSync('node_modules/.package-lock.json')) run('npm', ['install', '--no-save']);
if (!isFresh(products(), sources())) run('npm', ['run', 'build']);
if (process.argv.includes('--with-servers') && !isFresh(serverProducts(), serverSources())) {
  run('cargo', ['build', '--release', '--locked', '--manifest-path', `${SERVER}/Cargo.toml`]);
}

/**
 * @param {string[]} built
 * @param {string[]} from
 * @returns {boolean} whether everything is built, and newer than all that it is made of
 */
function isFresh(built, from) {
  if (!built.every((path) => existsSync(path))) return false;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return from.every((path) => statSync(path).mtimeMs <= oldest);
}

/** @returns {string[]} addon, bundles and the declarations that are copied */
function products() {
  const addons = existsSync('lib/native') ? readdirSync('lib/native') : [];
  const addon = addons.find((name) => name.endsWith('.node'));
  return [`lib/native/${addon}`, 'dist/index.js', 'dist/index.cjs', 'index.d.cts'];
}

/** @returns {string[]} */
function sources() {
  const files = ['src', 'lib'].flatMap(filesOf).filter((path) => !path.startsWith('lib/native'));
  return [
    ...files,
    'Cargo.toml',
    'Cargo.lock',
    'build.rs',
    'index.js',
    'index.d.ts',
    'package.json',
  ];
}

/** @returns {string[]} */
function serverProducts() {
  return [`${SERVER}/target/release/s3-server${process.platform === 'win32' ? '.exe' : ''}`];
}

/** @returns {string[]} */
function serverSources() {
  return [...filesOf(`${SERVER}/src`), `${SERVER}/Cargo.toml`, `${SERVER}/Cargo.lock`];
}

/**
 * @param {string} folder
 * @returns {string[]} paths of all files below it
 */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  // On Windows npm is a script of the shell.
  const shell = process.platform === 'win32';
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell });
  if (status !== 0) process.exit(status ?? 1);
}

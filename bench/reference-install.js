import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const ARGUMENTS = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * @param {string} path relative to this folder
 * @returns {any} parsed JSON, or undefined when there is no such file
 */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  } catch (error) {
    if (/** @type {{code?: unknown}} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @returns {boolean} whether the last complete installation holds the wanted version */
function isInstalled() {
  const wanted = readJson('package.json').dependencies['s3db.js'];
  const installed = readJson('node_modules/.package-lock.json');
  return installed?.packages['node_modules/s3db.js']?.version === wanted;
}

/**
 * Installs the reference into `bench/node_modules` unless it is there.
 * @throws {Error} when npm fails
 */
export function installReference() {
  if (isInstalled()) return;
  process.stderr.write('installing the reference into bench/node_modules ...\n');
  const { status, error } = spawnSync('npm', ARGUMENTS, {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm install ended with status \`${status}\``);
}

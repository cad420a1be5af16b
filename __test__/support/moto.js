/**
 * moto, an S3 server by others, as a referee: what it and ours agree on is not only our reading of the
 * documentation. It is installed in a virtual environment below `node_modules/.cache/`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startServerProcess } from './server-process.js';

const VERSION = '5.2.5';
/** moto's part for S3, and what its server needs. */
const PACKAGES = [`moto[s3]==${VERSION}`, 'flask>=3,<4', 'flask-cors>=6,<7'];
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/s3db-native/', import.meta.url));
const ENVIRONMENT = join(CACHE, `moto-${VERSION}`);
const PROGRAM = fileURLToPath(new URL('moto_server.py', import.meta.url));
const PYTHON = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';

/**
 * Installs moto unless it is there.
 *
 * @returns {string | undefined} why there is none: Python or the network is missing
 * @throws {Error} in that case when `REQUIRE_MOTO` is set, as it is in CI
 */
export function prepareMoto() {
  if (existsSync(ENVIRONMENT)) return undefined;
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'installing-'));
  const reason =
    failure('python3', ['-m', 'venv', folder]) ??
    failure(join(folder, PYTHON), ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
  if (reason === undefined) {
    moveInto(folder);
    return undefined;
  }
  rmSync(folder, { recursive: true, force: true });
  const message = `moto is not installed: ${reason}`;
  if (process.env.REQUIRE_MOTO) throw new Error(message);
  return message;
}

/**
 * Starts moto.
 *
 * @returns {Promise<{endpoint: string, stop: () => Promise<void>}>}
 */
export async function startMoto() {
  const { firstLine, stop } = await startServerProcess(join(ENVIRONMENT, PYTHON), [PROGRAM]);
  return { endpoint: `http://127.0.0.1:${firstLine}`, stop };
}

/** Another test file may have been faster. */
function moveInto(folder) {
  try {
    renameSync(folder, ENVIRONMENT);
  } catch (error) {
    if (!existsSync(ENVIRONMENT)) throw error;
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {string | undefined} what it said, if it failed
 */
function failure(command, args) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? undefined : stderr.trim();
}

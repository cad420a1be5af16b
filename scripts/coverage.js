// Measures which lines the tests reach, of the shim and of the engine, and fails below the threshold.
// The engine's part needs llvm-profdata and llvm-cov, 19 or later (Debian: apt-get install llvm-19).
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

const THRESHOLD = 90;
const FOLDER = resolve('target/coverage');

measureShim();
measureEngine();

function measureShim() {
  const options = ['--coverage', '--coverageProvider=v8', '--coverageReporters=text-summary'];
  run(process.execPath, [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    ...options,
    '--collectCoverageFrom=lib/**/*.js',
    `--coverageThreshold=${JSON.stringify({ global: { lines: THRESHOLD } })}`,
  ]);
}

function measureEngine() {
  const tools = llvmTools();
  rmSync(`${FOLDER}/profiles`, { recursive: true, force: true });
  mkdirSync(`${FOLDER}/profiles`, { recursive: true });
  const env = {
    ...process.env,
    RUSTFLAGS: '-Cinstrument-coverage',
    CARGO_TARGET_DIR: FOLDER,
    LLVM_PROFILE_FILE: `${FOLDER}/profiles/%p-%m.profraw`,
  };
  run('cargo', ['test', '--no-default-features', '--quiet'], env);
  const data = `${FOLDER}/engine.profdata`;
  run(`${tools}/llvm-profdata`, ['merge', '-sparse', '-o', data, `${FOLDER}/profiles`]);
  const report = execFileSync(`${tools}/llvm-cov`, [
    'export',
    '--summary-only',
    `--instr-profile=${data}`,
    '--ignore-filename-regex=(/registry/|/rustc/|/tests/|src/binding/)',
    ...testBinaries(env).flatMap((path) => ['--object', path]),
  ]);
  const { percent, covered, count } = JSON.parse(report.toString()).data[0].totals.lines;
  console.log(`engine: ${percent.toFixed(1)} % of lines (${covered} of ${count})`);
  if (percent < THRESHOLD) process.exit(1);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} paths of the test programs
 */
function testBinaries(env) {
  const args = ['test', '--no-default-features', '--no-run', '--message-format=json'];
  const output = execFileSync('cargo', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  return output
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line).executable)
    .filter((path) => typeof path === 'string');
}

/** @returns {string} folder of llvm-profdata and llvm-cov */
function llvmTools() {
  const installed = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  const versions = installed
    .map((name) => Number(/^llvm-(\d+)$/.exec(name)?.[1] ?? 0))
    .filter((version) => version >= 19)
    .sort((a, b) => b - a);
  const folder = process.env.LLVM_BIN ?? `/usr/lib/llvm-${versions[0]}/bin`;
  if (existsSync(`${folder}/llvm-cov`)) return folder;
  console.error('llvm-cov 19 or later not found; install it or set LLVM_BIN to its folder');
  process.exit(1);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(command, args, env = process.env) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

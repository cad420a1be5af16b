/**
 * The programs on the reference, in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Where the reference is installed, and with it the place that its name is looked up from. */
const BENCH = fileURLToPath(new URL('../../bench/', import.meta.url));
const PLACES = JSON.stringify({
  stage: new URL('stage.js', import.meta.url),
  programs: new URL('programs/index.js', import.meta.url),
});

const PROGRAM = `
  import * as library from 's3db.js';
  const places = ${PLACES};
  const { playAll } = await import(places.stage);
  const { programsOf } = await import(places.programs);
  process.on('unhandledRejection', () => {});
  const outcomes = await playAll(library, programsOf(Number(process.env.SEED)));
  process.stdout.write('\\u0001' + JSON.stringify(outcomes), () => process.exit(0));
`;

/**
 * @param {number} seed of random programs
 * @returns {Record<string, any[]>} outcomes by id
 * @throws {Error} when the process fails
 */
export function playOnReference(seed) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', PROGRAM],
    {
      cwd: BENCH,
      env: { ...process.env, SEED: String(seed) },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 280_000,
      killSignal: 'SIGKILL',
    },
  );
  if (status !== 0) throw new Error(`the reference ended with status \`${status}\`: ${stderr}`);
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\u0001') + 1));
}

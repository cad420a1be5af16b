/**
 * A server in a process of its own that a test file starts and stops. It says on the first line of its
 * standard output where it listens, and ends with its standard input: when the process that started it
 * is gone, however that came about, so is the server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Starts a server. It does not keep this process alive.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [environment] variables besides those of this process
 * @returns {Promise<{firstLine: string, stop: () => Promise<void>}>}
 * @throws {Error} when it ends before it listens, with what it wrote to its standard error
 */
export async function startServerProcess(command, args, environment) {
  const env = { ...process.env, ...environment };
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-10_000);
  });
  const lines = createInterface({ input: child.stdout });
  const [firstLine] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${command} ended with \`${code}\`: ${errors}`);
    }),
  ]);
  for (const handle of [child, child.stdin, child.stdout, child.stderr]) {
    /** @type {any} */ (handle).unref();
  }
  return { firstLine, stop: () => stop(child) };
}

/** @param {import('node:child_process').ChildProcessWithoutNullStreams} child */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.ref();
  child.stdin.end();
  await ended;
}

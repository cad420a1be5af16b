/**
 * The reference as a judge of password hashes, in a process of its own.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { installReference } from '../../bench/reference-install.js';

const BENCH = fileURLToPath(new URL('../../bench/', import.meta.url));

const PROGRAM = `
  import { createInterface } from 'node:readline';
  import { verifyPassword } from 's3db.js';
  for await (const line of createInterface({ input: process.stdin })) {
    const { password, hash } = JSON.parse(line);
    console.log(await verifyPassword(password, hash));
  }
  process.exit();
`;

export class ReferenceVerifier {
  #child;
  #answers;

  constructor() {
    installReference();
    this.#child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
      cwd: BENCH,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * @param {string} password
   * @param {string} hash compact or full
   * @returns {Promise<boolean>} whether the password fits the hash
   */
  async verify(password, hash) {
    this.#child.stdin.write(`${JSON.stringify({ password, hash })}\n`);
    const { value } = await this.#answers.next();
    return JSON.parse(value);
  }

  stop() {
    this.#child.stdin.end();
  }
}

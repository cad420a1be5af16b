/**
 * What stands in the place of a client of the AWS SDK: it takes commands, keeps objects in memory, and
 * throws errors in the form of the SDK.
 */
import { MemoryClient } from '../../index.js';

/** Takes commands by the names of their classes. */
export class SdkFake {
  /** @type {Array<{name: string, input: Record<string, any>}>} in order */
  sent = [];

  #memory;

  /** @param {string} bucket */
  constructor(bucket) {
    this.#memory = new MemoryClient({ bucket, logLevel: 'silent' });
  }

  /** @param {{input: Record<string, any>}} command */
  async send(command) {
    const { name } = command.constructor;
    this.sent.push({ name, input: command.input });
    try {
      const answer = await this.#memory.sendCommand(command);
      return { ...answer, $metadata: { httpStatusCode: 200 } };
    } catch (error) {
      throw Object.assign(new Error(error.message), sdkFacts(error, name));
    }
  }

  /** Names of the commands since the last call. */
  taken() {
    return this.sent.splice(0).map(({ name }) => name.replace(/Command$/, ''));
  }
}

/**
 * @param {any} error
 * @param {string} command
 */
function sdkFacts({ statusCode = 500 }, command) {
  const missing = command === 'HeadObjectCommand' ? 'NotFound' : 'NoSuchKey';
  const name = { 404: missing, 412: 'PreconditionFailed' }[statusCode] ?? 'InternalError';
  return { name, $fault: 'client', $metadata: { httpStatusCode: statusCode } };
}

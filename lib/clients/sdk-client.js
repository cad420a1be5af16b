/**
 * What code that reaches for the SDK's client under a client of S3 finds there.
 *
 * @module
 */
import { DatabaseError } from '../errors.js';
import { isKnownCommand, readCommand, runCommand } from './s3-command.js';
import { sdk } from './sdk.js';

/**
 * Sends command objects of the AWS SDK, whose keys are full ones: the seven commands on objects of the
 * bucket without the SDK; others, and those of another bucket, through a client of the SDK that is made
 * with the same endpoint and credentials, where the SDK is installed.
 */
export class SdkClient {
  #target;
  #settings;

  /** @type {any} */
  #other;

  /**
   * @param {import('./s3-command.js').CommandTarget} target
   * @param {Record<string, unknown>} settings of a client of the SDK
   */
  constructor(target, settings) {
    this.#target = target;
    this.#settings = settings;
  }

  /** As that of the SDK's client, values that are asked for. */
  get config() {
    const { region, endpoint, forcePathStyle } = this.#settings;
    return { region: async () => region, endpoint: async () => endpoint, forcePathStyle };
  }

  /**
   * @param {any} command
   * @returns {Promise<any>}
   * @throws {Error} in the form of the SDK's errors
   */
  async send(command) {
    try {
      const answer = await this.run(command);
      return { $metadata: { httpStatusCode: 200 }, ...answer };
    } catch (error) {
      throw /** @type {any} */ (error).original ?? error;
    }
  }

  /**
   * @param {any} command
   * @returns {Promise<any>}
   * @throws {DatabaseError} for a command that needs the SDK, where it is not installed
   */
  async run(command) {
    const { name, input } = readCommand(command);
    const isOurs = input.Bucket === undefined || input.Bucket === this.#target.bucket;
    if (isKnownCommand(name) && isOurs) return runCommand(this.#target, name, input);
    return this.#sdkClient(name).send(command);
  }

  /** Closes what was opened. */
  destroy() {
    this.#other?.destroy();
    this.#other = undefined;
  }

  /** @param {string} name of the command */
  #sdkClient(name) {
    const { S3Client } = sdk() ?? {};
    if (!S3Client) {
      throw new DatabaseError(`Unsupported command: ${name}`, {
        operation: 'sendCommand',
        statusCode: 400,
        bucket: this.#target.bucket,
        suggestion:
          'Install @aws-sdk/client-s3, or use PutObject, GetObject, HeadObject, CopyObject, ' +
          'DeleteObject, DeleteObjects or ListObjectsV2 on the bucket of this client.',
      });
    }
    this.#other ??= new S3Client(this.#settings);
    return this.#other;
  }
}

/**
 * @param {import('../connection-string.js').ConnectionString} connection
 * @param {import('./s3-options.js').S3Options} options
 * @param {import('./s3-options.js').S3Settings} settings
 * @returns settings of a client of the SDK
 */
export function sdkSettings(connection, { credentials }, { region, pathStyle }) {
  const { endpoint, accessKeyId, secretAccessKey, sessionToken } = connection;
  const hasKeys = accessKeyId && secretAccessKey;
  const keys = hasKeys ? { accessKeyId, secretAccessKey, sessionToken } : credentials;
  return { region, endpoint, forcePathStyle: pathStyle, ...(keys && { credentials: keys }) };
}

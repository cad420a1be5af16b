/**
 * Command objects of the AWS SDK, run by a client without a server.
 *
 * @module
 */
import { DatabaseError } from '../errors.js';
import { invalidParameter } from './parameters.js';

/** @typedef {import('./client.js').Client} Client */

/** @type {Record<string, (client: Client, input: Record<string, any>) => Promise<any>>} */
const COMMANDS = {
  PutObjectCommand: ({ storage, _keys }, input) =>
    storage.put(_keys.key(input.Key, 'Key'), {
      metadata: input.Metadata,
      body: input.Body,
      contentType: input.ContentType,
      contentEncoding: input.ContentEncoding,
      ifMatch: input.IfMatch,
      ifNoneMatch: input.IfNoneMatch,
    }),

  GetObjectCommand: ({ storage, _keys }, input) => storage.get(_keys.key(input.Key, 'Key')),

  HeadObjectCommand: ({ storage, _keys }, input) => storage.head(_keys.key(input.Key, 'Key')),

  CopyObjectCommand: (client, input) =>
    client.storage.copy(sourceKey(client, input.CopySource), client._keys.key(input.Key, 'Key'), {
      metadata: input.Metadata,
      metadataDirective: input.MetadataDirective,
      contentType: input.ContentType,
    }),

  DeleteObjectCommand: ({ storage, _keys }, input) => storage.delete(_keys.key(input.Key, 'Key')),

  DeleteObjectsCommand: ({ storage, _keys }, input) => {
    const objects = input.Delete?.Objects ?? [];
    if (!Array.isArray(objects)) {
      throw invalidParameter('Delete.Objects', objects, 'must be an array');
    }
    return storage.deleteMultiple(objects.map((object) => _keys.key(object?.Key, 'Key')));
  },

  ListObjectsV2Command: (client, input) => client._list(input),
};

/**
 * @param {any} command
 * @returns {{name: string, input: Record<string, any>}}
 * @throws {ValidationError} when it is no object
 */
export function readCommand(command) {
  if (typeof command !== 'object' || command === null) {
    throw invalidParameter('command', command, 'must be a command object');
  }
  return { name: command.constructor?.name ?? 'Object', input: command.input ?? {} };
}

/**
 * @param {Client} client
 * @param {string} name
 * @param {Record<string, any>} input
 * @returns {Promise<any>}
 * @throws {DatabaseError} when there is no such command
 */
export async function runCommand(client, name, input) {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name](client, input);
  throw new DatabaseError(`Unsupported command: ${name}`, {
    operation: 'sendCommand',
    statusCode: 400,
    suggestion:
      'Use one of the supported commands: PutObject, GetObject, HeadObject, CopyObject, ' +
      'DeleteObject, DeleteObjects, or ListObjectsV2.',
  });
}

/**
 * The full key that a `CopySource` of the form `[/]<bucket>/<key>[?versionId=…]` names. The key is
 * percent-encoded.
 *
 * @param {Client} client
 * @param {unknown} source
 * @returns {string}
 */
function sourceKey(client, source) {
  const parts = /^\/?([^/]+)\/(.+)$/s.exec(decoded(source));
  if (!parts) {
    throw invalidCopy(`Invalid CopySource value: ${source}`, {
      suggestion: 'Provide CopySource in the format "<bucket>/<key>" as expected by AWS S3.',
    });
  }
  const [, bucket, key] = parts;
  if (bucket === client.bucket) return client._keys.bucketKey(key, 'CopySource');
  const name = client.constructor.name;
  throw invalidCopy(
    `Cross-bucket copy is not supported in ${name} (requested ${bucket} → ${client.bucket})`,
    { suggestion: `Use a ${name} of that bucket, or copy within the same bucket.` },
  );
}

/** @param {unknown} source */
function decoded(source) {
  if (typeof source !== 'string') return '';
  try {
    return decodeURIComponent(source.replace(/\?versionId=.*$/s, ''));
  } catch {
    return '';
  }
}

/**
 * @param {string} message
 * @param {{suggestion: string}} details
 */
function invalidCopy(message, details) {
  return new DatabaseError(message, { ...details, operation: 'CopyObject', statusCode: 400 });
}

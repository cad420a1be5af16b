/**
 * Command objects of the AWS SDK, run without it.
 *
 * @module
 */
import { DatabaseError } from '../errors.js';
import { invalidParameter } from './parameters.js';

/**
 * Where commands work.
 *
 * @typedef {object} CommandTarget
 * @property {string} name of the client, for errors
 * @property {string} bucket
 * @property {import('./key-space.js').KeySpace} keys what the keys of commands are relative to
 * @property {import('./object-storage.js').ObjectStorage} storage
 * @property {(request: any) => Promise<any>} list
 */

/** @type {Record<string, (target: CommandTarget, input: Record<string, any>) => Promise<any>>} */
const COMMANDS = {
  PutObjectCommand: ({ storage, keys }, input) =>
    storage.put(keys.key(input.Key, 'Key'), {
      metadata: input.Metadata,
      body: input.Body,
      contentType: input.ContentType,
      contentEncoding: input.ContentEncoding,
      ifMatch: input.IfMatch,
      ifNoneMatch: input.IfNoneMatch,
    }),

  GetObjectCommand: ({ storage, keys }, input) => storage.get(keys.key(input.Key, 'Key')),

  HeadObjectCommand: ({ storage, keys }, input) => storage.head(keys.key(input.Key, 'Key')),

  CopyObjectCommand: (target, input) =>
    target.storage.copy(sourceKey(target, input.CopySource), target.keys.key(input.Key, 'Key'), {
      metadata: input.Metadata,
      metadataDirective: input.MetadataDirective,
      contentType: input.ContentType,
    }),

  DeleteObjectCommand: ({ storage, keys }, input) => storage.delete(keys.key(input.Key, 'Key')),

  DeleteObjectsCommand: ({ storage, keys }, input) => {
    const objects = input.Delete?.Objects ?? [];
    if (!Array.isArray(objects)) {
      throw invalidParameter('Delete.Objects', objects, 'must be an array');
    }
    return storage.deleteMultiple(objects.map((object) => keys.key(object?.Key, 'Key')));
  },

  ListObjectsV2Command: ({ list }, input) => list(input),
};

/**
 * @param {string} name
 * @returns {boolean} whether {@link runCommand} can run a command of this class
 */
export function isKnownCommand(name) {
  return Object.hasOwn(COMMANDS, name);
}

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
 * @param {CommandTarget} target
 * @param {string} name
 * @param {Record<string, any>} input
 * @returns {Promise<any>}
 * @throws {DatabaseError} when there is no such command
 */
export async function runCommand(target, name, input) {
  if (isKnownCommand(name)) return COMMANDS[name](target, input);
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
 * @param {CommandTarget} target
 * @param {unknown} source
 * @returns {string}
 */
function sourceKey({ name, bucket: ours, keys }, source) {
  const parts = /^\/?([^/]+)\/(.+)$/s.exec(decoded(source));
  if (!parts) {
    throw invalidCopy(`Invalid CopySource value: ${source}`, {
      suggestion: 'Provide CopySource in the format "<bucket>/<key>" as expected by AWS S3.',
    });
  }
  const [, bucket, key] = parts;
  if (bucket === ours) return keys.bucketKey(key, 'CopySource');
  throw invalidCopy(
    `Cross-bucket copy is not supported in ${name} (requested ${bucket} → ${ours})`,
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

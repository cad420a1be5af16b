/**
 * The AWS SDK for JavaScript, where the user has installed it. This package does not need it.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { require } from '../require.js';

const PACKAGE = '@aws-sdk/client-s3';

/** @type {Record<string, any> | null} */
let found = null;

/** @returns {Record<string, any> | null} the exports of the SDK's package for S3 */
export function sdk() {
  found ??= load(require) ?? load(createRequire(join(process.cwd(), '/')));
  return found;
}

/**
 * A command that clients of the SDK take, of its own class where it is installed; clients that tests
 * put in their place know it by the name of its class.
 *
 * @param {string} name such as `PutObjectCommand`
 * @param {Record<string, unknown>} input
 * @returns {any}
 */
export function commandOf(name, input) {
  const Command = sdk()?.[name] ?? plainCommand(name);
  return new Command(input);
}

/** @param {string} name */
function plainCommand(name) {
  const Command = class {
    /** @param {Record<string, unknown>} input */
    constructor(input) {
      this.input = input;
    }
  };
  Object.defineProperty(Command, 'name', { value: name });
  return Command;
}

/** @param {NodeJS.Require} load */
function load(load) {
  try {
    return load(PACKAGE);
  } catch {
    return null;
  }
}

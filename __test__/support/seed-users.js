import { jest } from '@jest/globals';

import { S3db } from '../../index.js';

export const JOHN = { name: 'john', email: 'john@example.com' };
export const USER = { name: 'string', email: 'string' };

let count = 0;

/**
 * @param {object} [options]
 * @returns {Promise<S3db>} connected, on a bucket of its own
 */
export async function connectSeed(options = {}) {
  const connectionString = `memory://seed-${++count}/databases/myapp`;
  const s3db = new S3db({ connectionString, logLevel: 'silent', ...options });
  await s3db.connect();
  return s3db;
}

/**
 * @param {object} [config] added to that of users
 * @returns {Promise<any>} users with names and addresses, on a bucket of their own
 */
export async function usersWith(config = {}) {
  return (await connectSeed()).createResource({ name: 'users', attributes: USER, ...config });
}

/** @returns {any[][]} what is printed from now on, until the spies are restored */
export function printed() {
  const lines = [];
  jest.spyOn(console, 'log').mockImplementation((...values) => lines.push(values));
  return lines;
}

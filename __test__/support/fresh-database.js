import { Database } from '../../index.js';

let count = 0;

/**
 * @param {object} [options]
 * @returns {Promise<Database>} connected, on a bucket of its own
 */
export async function freshDatabase(options = {}) {
  const connectionString = `memory://fresh-${++count}/app`;
  const db = new Database({ connectionString, logLevel: 'silent', ...options });
  await db.connect();
  return db;
}

/**
 * @param {object} [config] added to a resource of users
 * @returns {Promise<any>} a resource on a bucket of its own
 */
export async function freshResource(config = {}) {
  const attributes = { name: 'string|required', age: 'number|optional', region: 'string|optional' };
  return (await freshDatabase()).createResource({ name: 'users', attributes, ...config });
}

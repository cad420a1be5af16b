import { join } from 'node:path';

import { CREDENTIALS } from '../__test__/support/s3-server.js';
import { BUCKET } from './service.js';

/**
 * Where the records of a session are.
 *
 * @typedef {import('./session.js').Document} Document
 * @typedef {import('./session.js').SessionPlan} SessionPlan
 * @typedef {import('./shapes.js').Shape} Shape
 */

/** s3db.js uses the transport of the AWS SDK instead of a library that is replaced here. */
const HTTP_OPTIONS = { httpClientOptions: { useReckerHandler: false } };

/**
 * @param {Shape} shape
 * @param {SessionPlan} plan
 * @returns {string} of a bucket, folder or prefix that no other session has
 */
function connectionStringOf({ name, store }, { round, folder, service }) {
  const place = name.replaceAll(/\W+/g, '-');
  if (store === 'memory') return `memory://round-${round}/${place}`;
  if (store === 'file' || !service) return `file://${join(folder, `${place}-${round}`)}`;
  const { accessKey, secretKey } = CREDENTIALS;
  const url = new URL(`${service.endpoint}/${BUCKET}/${service.prefix}/${place}-${round}`);
  return Object.assign(url, { username: accessKey, password: secretKey }).href;
}

/**
 * @param {Shape} shape
 * @param {SessionPlan} plan
 * @returns {Document} of the constructor of a database
 */
export const databaseOptions = (shape, plan) => ({
  connectionString: connectionStringOf(shape, plan),
  logLevel: 'silent',
  exitOnSignal: false,
  ...(shape.store === 's3' && { clientOptions: HTTP_OPTIONS }),
});

import path from 'node:path';

import { readGolden } from './golden.js';

/**
 * Row "connection-strings: parameters": 21.6.2 ignores these parameters of the query, by input.
 *
 * @type {Record<string, {region?: string, endpoint?: string, forcePathStyle?: boolean}>}
 */
const HONOURED_PARAMETERS = {
  's3://AK:SK@bucket?region=us-west-2': {
    region: 'us-west-2',
    endpoint: 'https://s3.us-west-2.amazonaws.com',
  },
  's3://AK:SK@bucket/prefix?region=eu-west-1&forcePathStyle=true': {
    region: 'eu-west-1',
    endpoint: 'https://s3.eu-west-1.amazonaws.com',
    forcePathStyle: true,
  },
  's3://AK:SK@bucket?endpoint=http://localhost:9000': { endpoint: 'http://localhost:9000' },
  'https://AK:SK@acc.r2.cloudflarestorage.com/bucket?region=auto': { region: 'auto' },
  'http://localhost:9000/bucket?forcePathStyle=false': { forcePathStyle: false },
};

/**
 * The recorded connection strings, with `undefined` and the working directory put back and the
 * honoured parameters put in.
 *
 * @returns {any[]}
 */
export function readConnectionStrings() {
  return readGolden('connection-strings').cases.map((vector) => {
    const recorded = JSON.parse(JSON.stringify(vector), (_name, value) => locate(value));
    const { parsed, database } = recorded;
    const honoured = HONOURED_PARAMETERS[vector.input];
    if (honoured) {
      Object.assign(parsed, honoured);
      Object.assign(database.clientConfig, honoured);
    }
    return vector.inputIsUndefined ? { ...recorded, input: undefined } : recorded;
  });
}

/**
 * Only endpoints of `sqlite:` show the directory percent-encoded.
 *
 * @param {unknown} value
 */
function locate(value) {
  if (typeof value !== 'string') return value;
  const [parent, directory] = [path.dirname(process.cwd()), process.cwd()].map((location) =>
    value.startsWith('sqlite:') ? encodeURI(location) : location,
  );
  return value.replace('<cwd-parent>', parent).replace('<cwd>', directory);
}

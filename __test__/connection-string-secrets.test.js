import { inspect } from 'node:util';

import { Database } from '../index.js';
import { maskSecrets } from '../lib/connection-string/mask.js';
import { ConnectionString } from '../lib/connection-string.js';

const SECRET = 'hunter2';

function failureOf(input) {
  try {
    new ConnectionString(input);
  } catch (error) {
    return error;
  }
  throw new Error(`no error: ${input}`);
}

/** Everything a log, an HTTP answer or a crash report could show of an error. */
function shownBy(error) {
  const { message, data, original, stack } = error;
  return [
    message,
    stack,
    String(error),
    JSON.stringify(error),
    JSON.stringify(data),
    JSON.stringify(error.toJSON()),
    original && [original.message, original.stack, JSON.stringify({ ...original })],
    inspect(error, { depth: Infinity, showHidden: true }),
  ]
    .flat()
    .join('\n');
}

test.each([
  `s3://AK:${SECRET}/x@bucket`,
  `s3://AK:x/${SECRET}@bucket`,
  `s3://AK:${SECRET}#x@bucket`,
  `s3://AK:x?${SECRET}@bucket`,
  `s3://AK:x@y z/${SECRET}@bucket`,
  `s3://AK:${SECRET}%ZZ@bucket`,
  `s3://AK:${SECRET}@bad host:port/p`,
  `s3://AK:${SECRET}`,
  `3://AK:${SECRET}@bucket`,
  ` http://AK:${SECRET}@bad host/b`,
  `HTTP:\\\\AK:${SECRET}@bad host/b`,
  `http://AK:80/x%ZZ${SECRET}@host/b`,
  `AK_1:${SECRET}@bucket`,
  `//AK:${SECRET}@host/bucket`,
  `file://user:${SECRET}@host/x`,
  `reddb://${SECRET}@bad host/x`,
  `reddb://t:${SECRET}@bad host/x`,
  `sqlite+d1://u:${SECRET}@binding`,
  `sqlite+d1://acct?apiToken=${SECRET}`,
  `sqlite+d1://binding?a=1&authToken=${SECRET}&b=2`,
  `sqlite://?password=${SECRET}`,
  `http://bad host/b?sessionToken=${SECRET}`,
  `http://bad host/b?client.secretAccessKey=${SECRET}#x`,
  `s3://b?endpoint=ftp://AK:${SECRET}@host`,
])('masked-secrets: no error shows the secret of %j', (input) => {
  expect(input).toContain(SECRET);
  expect(shownBy(failureOf(input))).not.toContain(SECRET);
});

test('an object given for a string is not shown', () => {
  expect(shownBy(failureOf({ secretAccessKey: SECRET }))).not.toContain(SECRET);
});

test('the error still tells where it comes from', () => {
  const error = failureOf(`s3://AK:${SECRET}/x@bucket/p`);
  expect(error.data.input).toBe('s3://AK:***@bucket/p');
  expect(error.original).toMatchObject({ code: 'ERR_INVALID_URL', input: 's3://AK:***@bucket/p' });
  expect(error.stack).toContain('Invalid connection string: s3://AK:***@bucket/p');
  expect(error.stack).toContain(import.meta.filename ?? 'connection-string-secrets.test.js');
});

test.each([
  ['s3://bucket/p', 's3://bucket/p'],
  ['s3://AK@bucket', 's3://AK@bucket'],
  ['http://host:9000/b', 'http://host:9000/b'],
  ['https://:80', 'https://:80'],
  ['http://host/b?region=eu&token=a&x=1', 'http://host/b?region=eu&token=***&x=1'],
  ['http://AK:s@k@h/b', 'http://AK:***@h/b'],
  ['not a url', 'not a url'],
])('maskSecrets(%j) is %j', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked);
});

test.each([2, 10, null])('shown-databases: no secret, at depth %s', (depth) => {
  const db = new Database({
    connectionString: `s3://AK:${SECRET}@bucket/app`,
    passphrase: SECRET,
    security: { passphrase: SECRET },
  });
  const text = inspect(db, { depth });
  expect(text).toMatch(/^Database \{/);
  expect(text).toContain('@bucket/app');
  expect(text).not.toContain(SECRET);
  expect(inspect({ a: { db } }, { depth: 1 })).toContain('[Database]');
});

/**
 * Deleting one object and many.
 */
import { texts } from '../s3-request.js';
import { deletion, fill, outcomes, page } from './requests.js';

/** @type {import('./requests.js').WireCase[]} */
export const DELETES = [
  {
    name: 'an object that is missing counts as deleted',
    run: (send) => outcomes(send, { method: 'DELETE', key: 'missing' }),
    expected: ['204'],
  },
  {
    name: 'every key of a batch is answered',
    run: async (send) => {
      await fill(send, ['a', 'b']);
      const { status, body } = await send(deletion(['a', 'missing']));
      const left = (await page(send, {})).keys;
      return { status, deleted: texts(body, 'Key'), errors: texts(body, 'Code'), left };
    },
    expected: { status: 200, deleted: ['a', 'missing'], errors: [], left: 'b' },
  },
  {
    name: 'a quiet batch tells errors only',
    run: async (send) => texts((await send(deletion(['a'], '<Quiet>true</Quiet>'))).body, 'Key'),
    expected: [],
  },
  {
    name: 'a batch has 1 to 1000 keys',
    run: (send) =>
      outcomes(
        send,
        deletion([]),
        deletion(Array.from({ length: 1000 }, (_, n) => `k${n}`)),
        deletion(Array.from({ length: 1001 }, (_, n) => `k${n}`)),
      ),
    expected: ['400 MalformedXML', '200', '400 MalformedXML'],
  },
];

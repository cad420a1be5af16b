import { ANN, PEOPLE } from './people.js';

const JPEG = Buffer.from([0xff, 0xd8, 0x00, 0x01]);

/** @type {Record<string, import('../stage.js').Program>} */
export const contents = {
  'content-set-and-read': {
    records: PEOPLE,
    calls: [
      ['setContent', { id: 'ann', buffer: JPEG, contentType: 'image/jpeg' }],
      ['content', 'ann'],
      ['hasContent', 'ann'],
      ['get', 'ann'],
      ['deleteContent', 'ann'],
      ['hasContent', 'ann'],
      ['content', 'ann'],
      ['get', 'ann'],
    ],
  },
  'content-text': {
    records: PEOPLE,
    calls: [
      ['setContent', { id: 'ann', buffer: 'plain', contentType: 'text/plain' }],
      ['content', 'ann'],
      ['setContent', { id: 'bob', buffer: 'default' }],
      ['content', 'bob'],
    ],
  },
  'content-none': {
    records: PEOPLE,
    calls: [
      ['content', 'ann'],
      ['hasContent', 'ann'],
    ],
  },
  'content-missing': {
    records: PEOPLE,
    calls: [
      ['content', 'zz'],
      ['hasContent', 'zz'],
      ['setContent', { id: 'zz', buffer: 'x' }],
      ['deleteContent', 'zz'],
    ],
  },
  'content-errors': {
    records: PEOPLE,
    calls: [['setContent', { id: 'ann' }], ['setContent'], ['setContent', { buffer: 'x' }]],
  },
  'content-of-body': {
    config: { behavior: 'body-only' },
    records: [ANN],
    calls: [
      ['content', 'ann'],
      ['hasContent', 'ann'],
    ],
  },
  'content-after-update': {
    config: { behavior: 'truncate-data' },
    records: [ANN],
    calls: [
      ['setContent', { id: 'ann', buffer: JPEG, contentType: 'image/jpeg' }],
      ['update', 'ann', { age: 1 }],
      ['content', 'ann'],
    ],
  },
  'content-length': {
    calls: [
      ['calculateContentLength', null],
      ['calculateContentLength', ''],
      ['calculateContentLength', 'é'],
      ['calculateContentLength', JPEG],
      ['calculateContentLength', { a: 'é' }],
      ['calculateContentLength', 12345],
      ['calculateContentLength', true],
    ],
  },
};

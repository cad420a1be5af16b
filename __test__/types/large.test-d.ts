import type { Database } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

declare const db: Database;

const large = await db.createResource({
  name: 'large',
  timestamps: true,
  attributes: {
    a0: 'string|required',
    a1: 'number|optional',
    a2: 'boolean|default:true',
    a3: 'date',
    a4: 'datetime|optional',
    a5: 'money:4',
    a6: 'geo:point|optional',
    a7: 'array|items:string|optional',
    a8: 'secret|optional',
    a9: 'email|min:5|max:80',
    a10: { type: 'enum', values: ['x10', 'y10'], optional: true },
    a11: { b: 'string', c: { d: 'number|optional', e: { f: 'date' } } },
    a12: 'string|required',
    a13: 'number|optional',
    a14: 'boolean|default:true',
    a15: 'date',
    a16: 'datetime|optional',
    a17: 'money:4',
    a18: 'geo:point|optional',
    a19: 'array|items:string|optional',
    a20: 'secret|optional',
    a21: 'email|min:5|max:80',
    a22: { type: 'enum', values: ['x22', 'y22'], optional: true },
    a23: { b: 'string', c: { d: 'number|optional', e: { f: 'date' } } },
    a24: 'string|required',
    a25: 'number|optional',
    a26: 'boolean|default:true',
    a27: 'date',
    a28: 'datetime|optional',
    a29: 'money:4',
    a30: 'geo:point|optional',
    a31: 'array|items:string|optional',
    a32: 'secret|optional',
    a33: 'email|min:5|max:80',
    a34: { type: 'enum', values: ['x34', 'y34'], optional: true },
    a35: { b: 'string', c: { d: 'number|optional', e: { f: 'date' } } },
    a36: 'string|required',
    a37: 'number|optional',
    a38: 'boolean|default:true',
    a39: 'date',
    a40: 'datetime|optional',
    a41: 'money:4',
    a42: 'geo:point|optional',
    a43: 'array|items:string|optional',
    a44: 'secret|optional',
    a45: 'email|min:5|max:80',
    a46: { type: 'enum', values: ['x46', 'y46'], optional: true },
    a47: { b: 'string', c: { d: 'number|optional', e: { f: 'date' } } },
    a48: 'string|required',
    a49: 'number|optional',
    a50: 'boolean|default:true',
    a51: 'date',
    a52: 'datetime|optional',
    a53: 'money:4',
    a54: 'geo:point|optional',
    a55: 'array|items:string|optional',
    a56: 'secret|optional',
    a57: 'email|min:5|max:80',
    a58: { type: 'enum', values: ['x58', 'y58'], optional: true },
    a59: { b: 'string', c: { d: 'number|optional', e: { f: 'date' } } },
  },
});

const record = await large.get('a');
expect<Equal<typeof record.a0, string>>();
expect<Equal<typeof record.a58, 'x58' | 'y58' | null | undefined>>();
expect<Equal<NonNullable<typeof record.a59>['b'], string>>();
large.update('a', { 'a59.c.e.f': new Date(), a48: 'text' });
large.query({ 'a59.c.e.f': '2024-03-05T00:00:00.000Z', a58: 'x58' });
// @ts-expect-error not a number
large.update('a', { 'a59.c.d': 'text' });
// @ts-expect-error required attributes are missing
large.insert({ a0: 'text' });

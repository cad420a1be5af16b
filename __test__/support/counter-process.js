/**
 * A process that counts in a record on S3: it reads the record and updates it on condition that nobody
 * else did, until it has counted as often as it was told to. Its arguments are a connection string and
 * that number; it prints how often it was refused.
 */
import { Database } from '../../index.js';
import { countUp } from './counter.js';

const [place, times] = process.argv.slice(2);
const db = new Database({ connectionString: place, logLevel: 'silent' });
await db.connect();
const refused = await countUp(db.resource('counters'), Number(times));
await db.disconnect();
console.log(JSON.stringify(refused));

/**
 * What one evaluation of this package shares: the addon, and the space on which memory buckets and
 * key caches hang. Jest evaluates modules once per test file, and each gets a world of its own.
 *
 * @module
 */
import { ReplyReader } from './frame/reply.js';
import { FrameWriter } from './frame/write.js';
import { require } from './require.js';

/** @type {typeof import('./native/index.cjs')} */
export const native = require('#addon');

export const space = new native.Space();

/** The one reader of replies; a reply is read to its end before the next call. */
export const reader = new ReplyReader(native.wellKnownTexts());

/** Writes the frames of requests; synchronous calls put their replies into its bytes. */
export const frameWriter = new FrameWriter();

/**
 * Operations of the engine that run on threads (`src/binding/completion.rs`).
 *
 * The engine answers such a call with a ticket, and wakes {@link settle} when operations have ended.
 * Their replies share one reader with those of synchronous calls: each is read at once, and only what
 * was read becomes the value of a promise.
 *
 * @module
 */
import { withoutFrames } from './errors/stack.js';
import { frameWriter, native, reader, space } from './space.js';

/**
 * @typedef {object} Waiting
 * @property {() => any} read
 * @property {(value: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {Promise<any>} [promise]
 * @property {Set<Promise<unknown>>} [underway] has the promise until the operation ends
 */

/** @type {Map<number, Waiting>} by ticket */
const waiting = new Map();

let isListening = false;

/**
 * Who makes calls, and wants to know of the tickets that they get.
 *
 * @typedef {object} Owner
 * @property {(ticket: number, reply: Promise<any>) => void} begin
 */

/** @type {Owner | null} of the calls that are made now */
let owner = null;

/**
 * @template T
 * @param {Owner} next
 * @param {() => T} call
 * @returns {T} what the call gives; what it begins before it waits for anything is the owner's
 */
export function runFor(next, call) {
  const before = owner;
  owner = next;
  try {
    return call();
  } finally {
    owner = before;
  }
}

/** @param {number} ticket of an operation that waits for a service, and need not be done */
export function cancel(ticket) {
  space.cancel(ticket);
}

/**
 * @template T
 * @param {number} answer of a call of a collection, below `SPILLED`
 * @param {() => T} read reads the reply, which the shared reader has open
 * @param {Set<Promise<unknown>>} underway has the promise until the operation ends
 * @returns {Promise<T>}
 */
export function replyTo(answer, read, underway) {
  const ticket = native.SPILLED - answer;
  const promise = replyOf(ticket, read);
  const operation = /** @type {Waiting} */ (waiting.get(ticket));
  operation.promise = promise;
  operation.underway = underway;
  underway.add(promise);
  return promise;
}

/**
 * @template T
 * @param {number} ticket
 * @param {() => T} read reads the reply, which the shared reader has open
 * @returns {Promise<T>}
 */
export function replyOf(ticket, read) {
  if (!isListening) {
    space.listen(settle);
    isListening = true;
  }
  const reply = new Promise((resolve, reject) => waiting.set(ticket, { read, resolve, reject }));
  owner?.begin(ticket, reply);
  return reply;
}

/**
 * Lets go of what wakes this module, unless operations are under way; the next one will ask for it
 * again. As long as it is held, this evaluation of the package stays in memory.
 */
export function rest() {
  if (isListening && space.unlisten()) isListening = false;
}

function settle() {
  for (;;) {
    const answer = space.nextReply(frameWriter.bytes);
    if (answer === 0) return;
    const ticket = Math.abs(answer);
    const operation = waiting.get(ticket);
    waiting.delete(ticket);
    // Nobody waits for an operation whose call threw because it could not begin.
    if (operation) conclude(operation);
    if (answer < 0) return;
  }
}

/** @param {Waiting} operation whose reply is in the buffer */
function conclude({ read, resolve, reject, promise, underway }) {
  if (promise) underway?.delete(promise);
  try {
    let succeeded = reader.open(frameWriter.bytes).value();
    if (succeeded === null) succeeded = reader.open(space.spilledReply()).value();
    if (succeeded) resolve(read());
    else reject(withoutFrames(() => new Error(reader.value())));
  } catch (error) {
    reject(/** @type {Error} */ (error));
  } finally {
    reader.open(frameWriter.bytes);
  }
}

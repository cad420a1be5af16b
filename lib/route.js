/**
 * Which way an operation goes. Fast ways are taken only where nobody could notice: this is decided by
 * the identity of every function that is passed over, for each call anew.
 *
 * @module
 */
import { Client } from './clients/client.js';
import { storeOf } from './clients/js-store.js';
import { originalGet, originalValidate } from './resource.js';
import { native, space } from './space.js';

/**
 * Methods of a client that the engine's requests stand for, as they were at the start: who replaces
 * one on the prototype wants to be called, too.
 *
 * @type {Record<string, unknown>}
 */
const ours = Object.fromEntries(
  /** @type {const} */ ([
    'putObject',
    'getObject',
    'headObject',
    'copyObject',
    'deleteObject',
    'deleteObjects',
    'listObjects',
  ]).map((method) => [method, Client.prototype[method]]),
);

/**
 * @param {any} client
 * @returns {boolean} whether the engine may work on the client's objects without calling it
 */
export function isTransparent(client) {
  return (
    client instanceof Client &&
    client.putObject === ours.putObject &&
    client.getObject === ours.getObject &&
    client.headObject === ours.headObject &&
    client.copyObject === ours.copyObject &&
    client.deleteObject === ours.deleteObject &&
    client.deleteObjects === ours.deleteObjects &&
    client.listObjects === ours.listObjects &&
    client.allowsDirectAccess &&
    client.eventNames().length === 0
  );
}

/**
 * @param {any} client
 * @returns {client is Client} whether its objects are in a store of the engine
 */
export function hasStore(client) {
  return client instanceof Client;
}

/**
 * @param {Client} client
 * @param {string} definition of a plan
 * @returns {any} the plan on the client's objects, without a call of the client
 */
export function directCollection(client, definition) {
  return client._collection(definition);
}

/**
 * @param {any} client
 * @param {string} definition of a plan
 * @returns {any} the plan on the client's methods
 */
export function clientCollection(client, definition) {
  return native.Collection.inClient(space, storeOf(client), definition);
}

/**
 * @param {import('./resource.js').Resource} resource
 * @returns {boolean} whether nothing was put around `get` or in its place
 */
export function readsThroughOriginalGet(resource) {
  return resource.get === originalGet;
}

/**
 * @param {import('./resource.js').Resource} resource
 * @returns {boolean} whether nothing was put around `validate` or in its place
 */
export function validatesByOriginal(resource) {
  return resource.validate === originalValidate;
}

/**
 * @param {import('./resource.js').Resource} resource
 * @returns {boolean} whether nobody would notice that records are not read through `get`
 */
export function canBatch(resource) {
  const { hooks, forcesSlow } = resource._core;
  return (
    !forcesSlow &&
    readsThroughOriginalGet(resource) &&
    !hooks.has('beforeGet') &&
    !hooks.has('afterGet')
  );
}

/**
 * Limits of memory buckets, and what their statistics say of them.
 *
 * @module
 */
import { invalidParameter } from './parameters.js';

const MIB = 2 ** 20;

const DEFAULT_METADATA_LIMIT = 2048;
const DEFAULT_MAX_OBJECT_SIZE = 5 * 2 ** 30;

/**
 * @typedef {object} LimitOptions
 * @property {boolean} [enforceLimits] whether `metadataLimit` and `maxObjectSize` hold
 * @property {number} [metadataLimit] bytes of an object's metadata, names and values; 2048
 * @property {number} [maxObjectSize] bytes of a body; 5 GiB
 * @property {number} [maxMemoryMB] MiB of all bodies; none when absent or not positive
 * @property {boolean} [evictionEnabled] whether bodies are dropped, least recently used first, to
 *   stay within `maxMemoryMB`; otherwise what exceeds it is refused
 */

/**
 * @param {LimitOptions} options
 * @returns limits with their defaults
 * @throws {ValidationError} when a limit is no number
 */
export function limitsOf(options) {
  const maxMemory = numberOf('maxMemoryMB', options.maxMemoryMB, Infinity);
  const maxMemoryMB = maxMemory > 0 ? maxMemory : Infinity;
  return {
    enforceLimits: options.enforceLimits === true,
    metadataLimit: numberOf('metadataLimit', options.metadataLimit, DEFAULT_METADATA_LIMIT),
    maxObjectSize: numberOf('maxObjectSize', options.maxObjectSize, DEFAULT_MAX_OBJECT_SIZE),
    maxMemoryMB,
    maxMemoryBytes: maxMemoryMB * MIB,
    evictionEnabled: options.evictionEnabled === true && maxMemoryMB !== Infinity,
  };
}

/** @typedef {ReturnType<typeof limitsOf>} Limits */

/**
 * Where bodies are dropped to make room, the engine only refuses those that could never fit.
 *
 * @param {Limits} limits
 * @returns limits as a bucket of the engine takes them
 */
export function bucketLimits(limits) {
  const { enforceLimits, metadataLimit, maxObjectSize, maxMemoryBytes, evictionEnabled } = limits;
  const bodyBytes = Math.min(
    enforceLimits ? maxObjectSize : Infinity,
    evictionEnabled ? maxMemoryBytes : Infinity,
  );
  return {
    metadataBytes: enforceLimits ? metadataLimit : undefined,
    bodyBytes: finite(bodyBytes),
    totalBytes: evictionEnabled ? undefined : finite(maxMemoryBytes),
  };
}

/** @param {number} bytes */
function finite(bytes) {
  return Number.isFinite(bytes) ? bytes : undefined;
}

/**
 * @param {number} bytes
 * @param {Limits} limits
 * @returns {number} bytes in whole percent of the limit; 0 without one
 */
export function usagePercent(bytes, { maxMemoryBytes }) {
  return Math.round((bytes / maxMemoryBytes) * 100);
}

/**
 * @param {number} bytes
 * @returns {string} such as `878.91 KB`
 */
export function formatBytes(bytes) {
  const units = ['Bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0;
  const unit = Math.min(power, units.length - 1);
  return `${Number((bytes / 1024 ** unit).toFixed(2))} ${units[unit]}`;
}

/**
 * @param {string} field
 * @param {unknown} value
 * @param {number} fallback
 */
function numberOf(field, value, fallback) {
  if (value === undefined || value === null) return fallback;
  const number = Number(value);
  if (Number.isNaN(number)) throw invalidParameter(field, value, 'must be a number');
  return number;
}

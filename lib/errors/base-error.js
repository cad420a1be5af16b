import { jsonText } from './json-text.js';

/**
 * What an error of this package can carry. Anything else is kept under `data`.
 *
 * @typedef {object} ErrorContext
 * @property {string} [message]
 * @property {boolean} [verbose] append the remaining details to the message, as JSON
 * @property {string} [bucket]
 * @property {string} [key] object key, relative to the key prefix
 * @property {string} [code]
 * @property {number} [statusCode] HTTP status; 500 when absent
 * @property {string} [requestId] request id of the storage service
 * @property {string} [awsMessage] message of the storage service
 * @property {unknown} [original] the error that caused this one
 * @property {string} [commandName] S3 command, such as `PutObjectCommand`
 * @property {Record<string, unknown>} [commandInput]
 * @property {Record<string, unknown>} [metadata] `$metadata` of the storage service's answer
 * @property {string} [description]
 * @property {string} [suggestion] what the user can do about it
 * @property {boolean} [retriable] whether the same call may succeed later
 * @property {string} [docs]
 * @property {string} [title] class name when absent
 * @property {string} [hint]
 */

/**
 * Details of an error: an {@link ErrorContext} and any further fields.
 *
 * @typedef {ErrorContext & Record<string, unknown>} ErrorDetails
 */

/**
 * Root of all errors of this package. Every field of the context is an own enumerable property;
 * `data` repeats the descriptive ones together with the fields that have no name of their own.
 */
export class BaseError extends Error {
  /** @param {ErrorDetails} context */
  constructor(context) {
    const {
      verbose,
      bucket,
      key,
      message = 'Unknown error',
      code,
      statusCode = 500,
      requestId,
      awsMessage,
      original,
      commandName,
      commandInput,
      metadata,
      description,
      suggestion,
      retriable = false,
      docs,
      title = new.target.name,
      hint,
      ...rest
    } = context;
    const text = verbose ? `${message}\n\nVerbose:\n\n${jsonText(rest)}` : message;
    const { stackTraceLimit } = Error;
    // The stack is captured below, without the constructors.
    Reflect.set(Error, 'stackTraceLimit', 0);
    super(text);
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
    this.bucket = bucket;
    this.key = key;
    this.thrownAt = new Date();
    this.code = code;
    this.statusCode = statusCode;
    this.requestId = requestId;
    this.awsMessage = awsMessage;
    this.original = original;
    this.commandName = commandName;
    this.commandInput = commandInput;
    this.metadata = metadata;
    this.description = description;
    this.suggestion = suggestion;
    this.retriable = retriable;
    this.docs = docs;
    this.title = title;
    this.hint = hint;
    const advice = { suggestion, retriable, docs, title, hint };
    /** @type {Record<string, unknown>} */
    this.data = { bucket, key, ...rest, verbose, message, ...advice };
    this.name = new.target.name;
    Error.captureStackTrace(this, new.target);
  }

  /**
   * Plain object for logs and HTTP answers. The body of a command is left out: it is user data,
   * possibly megabytes of it.
   *
   * @returns {Record<string, unknown>}
   */
  toJSON() {
    return {
      name: this.name,
      message: this.message,
      code: this.code,
      statusCode: this.statusCode,
      requestId: this.requestId,
      awsMessage: this.awsMessage,
      bucket: this.bucket,
      key: this.key,
      thrownAt: this.thrownAt,
      retriable: this.retriable,
      suggestion: this.suggestion,
      docs: this.docs,
      title: this.title,
      hint: this.hint,
      commandName: this.commandName,
      commandInput: withoutBody(this.commandInput),
      metadata: this.metadata,
      description: this.description,
      data: this.data,
      original: this.original,
      stack: this.stack,
    };
  }

  /** @returns {string} `<name> | <message>` */
  toString() {
    return `${this.name} | ${this.message}`;
  }
}

/** @param {Record<string, unknown> | undefined} commandInput */
function withoutBody(commandInput) {
  if (!commandInput || typeof commandInput !== 'object') return commandInput;
  const { Body: _body, ...input } = commandInput;
  return input;
}

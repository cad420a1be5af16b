import { EventEmitter } from 'node:events';

const REQUEST_EVENTS = ['cl:request', 'command.request'];
const RESPONSE_EVENTS = ['cl:response', 'command.response'];

/** Names under which the outcome of an operation is told: that of s3db.js, and that up to its v11. */
const OUTCOME_EVENTS = {
  PutObject: ['cl:PutObject', 'putObject'],
  GetObject: ['cl:GetObject', 'getObject'],
  HeadObject: ['cl:HeadObject', 'headObject'],
  CopyObject: ['cl:CopyObject', 'copyObject'],
  DeleteObject: ['cl:DeleteObject', 'deleteObject'],
  DeleteObjects: ['cl:DeleteObjects', 'deleteObjects'],
  ListObjects: ['cl:ListObjects', 'listObjects'],
  DeleteAll: ['cl:DeleteAll', 'deleteAll'],
  DeleteAllComplete: ['cl:DeleteAllComplete', 'deleteAllComplete'],
  Count: ['cl:Count', 'count'],
  GetAllKeys: ['cl:GetAllKeys', 'getAllKeys'],
  GetKeysPage: ['cl:GetKeysPage', 'getKeysPage'],
  GetContinuationTokenAfterOffset: [
    'cl:GetContinuationTokenAfterOffset',
    'getContinuationTokenAfterOffset',
  ],
  MoveAllObjects: ['cl:MoveAllObjects', 'moveAllObjects'],
  Evict: ['cl:Evict', 'evict'],
};

/** @typedef {keyof typeof OUTCOME_EVENTS} Operation */

/**
 * Events of a client. Their arguments are made only when somebody listens.
 *
 * | event | arguments |
 * |---|---|
 * | `cl:request`, `command.request` | command name, input |
 * | `cl:response`, `command.response` | command name, answer, input; after success only |
 * | `cl:<operation>` and its older name | answer or error, parameters |
 */
export class ClientEvents extends EventEmitter {
  /**
   * Sends a request and tells of it.
   *
   * @template T
   * @param {string} commandName such as `PutObjectCommand`
   * @param {() => unknown} input
   * @param {() => T | Promise<T>} send
   * @returns {Promise<T>}
   */
  async _exchange(commandName, input, send) {
    this._tell(REQUEST_EVENTS, () => [commandName, input()]);
    const answer = await send();
    this._tell(RESPONSE_EVENTS, () => [commandName, answer, input()]);
    return answer;
  }

  /**
   * Sends a request and tells of it and of its outcome.
   *
   * @template T
   * @param {Operation} operation
   * @param {() => unknown} input
   * @param {() => unknown} parameters
   * @param {() => T | Promise<T>} send
   * @returns {Promise<T>}
   */
  async _perform(operation, input, parameters, send) {
    let answer;
    try {
      answer = await this._exchange(`${operation}Command`, input, send);
    } catch (error) {
      this._report(operation, () => [error, parameters()]);
      throw error;
    }
    this._report(operation, () => [answer, parameters()]);
    return answer;
  }

  /**
   * @param {Operation} operation
   * @param {() => unknown[]} makeArguments
   */
  _report(operation, makeArguments) {
    this._tell(OUTCOME_EVENTS[operation], makeArguments);
  }

  /**
   * @param {string[]} events
   * @param {() => unknown[]} makeArguments
   */
  _tell(events, makeArguments) {
    for (const event of events) {
      if (this.listenerCount(event) > 0) this.emit(event, ...makeArguments());
    }
  }
}

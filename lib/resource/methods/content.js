/**
 * Content of records: bytes beside their fields.
 *
 * @module
 */
import * as contents from '../content.js';
import { isLimited } from '../limit-options.js';
import { limited } from '../limit.js';
import { ResourceWrites } from './write.js';

/** @typedef {import('../../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('../limit.js').LimitOptions} LimitOptions */

/** Methods about content. */
export class ResourceContents extends ResourceWrites {
  /**
   * Gives a record content: bytes beside its fields.
   *
   * @this {Resource}
   * @param {import('../content.js').NewContent} content
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>} the record
   */
  async setContent(content, options) {
    if (isLimited(options))
      return limited(this, 'setContent', options, contents.setContent, content);
    return contents.setContent(this, content);
  }

  /**
   * @this {Resource}
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<import('../content.js').StoredContent>}
   */
  content(id, options) {
    if (isLimited(options)) return limited(this, 'content', options, contents.content, id);
    return contents.content(this, id);
  }

  /**
   * @this {Resource}
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<boolean>}
   */
  hasContent(id, options) {
    if (isLimited(options)) return limited(this, 'hasContent', options, contents.hasContent, id);
    return contents.hasContent(this, id);
  }

  /**
   * @this {Resource}
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  deleteContent(id, options) {
    if (isLimited(options))
      return limited(this, 'deleteContent', options, contents.deleteContent, id);
    return contents.deleteContent(this, id);
  }

  /**
   * @param {any} body
   * @returns {number} bytes that it takes as the body of an object
   */
  calculateContentLength(body) {
    return contents.contentLength(body);
  }
}

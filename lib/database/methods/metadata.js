/**
 * Methods of a database about `s3db.json` and the versions in it.
 *
 * @module
 */
import { definitionHash, nextVersion } from '../definition-version.js';
import { blankMetadata, detectDefinitionChanges } from '../metadata.js';
import { DatabaseProperties } from './properties.js';

/** Methods about definitions that are stored. */
export class DatabaseDefinitions extends DatabaseProperties {
  /**
   * Writes `s3db.json` now.
   *
   * @returns {Promise<void>}
   */
  async uploadMetadataFile() {
    await this._writer.write();
  }

  /**
   * Writes `s3db.json` if a write is pending.
   *
   * @returns {Promise<void>}
   */
  async flushMetadata() {
    await this._writer.flush();
  }

  /** @returns {import('../metadata.js').Metadata} */
  blankMetadataStructure() {
    return blankMetadata();
  }

  /**
   * @param {import('../metadata.js').Metadata} savedMetadata
   * @returns {import('../metadata.js').DefinitionChange[]}
   */
  detectDefinitionChanges(savedMetadata) {
    const states = Object.values(this._resourcesMap).map(({ _config }) => ({ config: _config }));
    return detectDefinitionChanges(savedMetadata, states);
  }

  /**
   * @param {any} definition
   * @param {string} [behavior]
   * @returns {string} `sha256:` and the hash that tells versions of a definition apart
   */
  generateDefinitionHash(definition, behavior) {
    return definitionHash({ ...definition, behavior: behavior ?? definition.behavior });
  }

  /**
   * @param {object} [versions]
   * @returns {string}
   */
  getNextVersion(versions = {}) {
    return nextVersion(versions);
  }
}

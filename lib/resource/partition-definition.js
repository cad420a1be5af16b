/**
 * Partitions of a resource as they are configured: the short form, the ones that options add, and
 * what they must have in common with the attributes.
 *
 * @module
 */
import { PartitionError, SchemaError } from '../errors.js';
import { isUnsafeKey } from '../unsafe-key.js';

/** @typedef {Record<string, unknown>} Attributes */

/** @typedef {{fields: Record<string, string>, [extra: string]: unknown}} Partition rules by path */

/** @typedef {Record<string, Partition>} Partitions by name */

/** @type {Partitions} */
const TIMESTAMP_PARTITIONS = {
  byCreatedDate: { fields: { createdAt: 'date|maxlength:10' } },
  byUpdatedDate: { fields: { updatedAt: 'date|maxlength:10' } },
};

/** @type {Partitions} */
const VERSION_PARTITIONS = { byVersion: { fields: { _v: 'string' } } };

/**
 * Turns the short form, a list of attribute names, into partitions: `['status']` into
 * `{byStatus: {fields: {status: <type of the attribute>}}}`.
 *
 * @param {unknown[]} names
 * @param {Attributes} attributes
 * @returns {Partitions}
 * @throws {SchemaError} for what is no text, or names no top-level attribute
 */
export function namedPartitions(names, attributes) {
  return Object.fromEntries(
    names.map((name) => {
      if (typeof name !== 'string') {
        throw new SchemaError('Invalid partition field type', {
          code: 'INVALID_PARTITION',
          fieldName: name,
        });
      }
      if (!Object.hasOwn(attributes, name)) {
        throw new SchemaError(`Partition field '${name}' not found in attributes`, {
          code: 'INVALID_PARTITION',
          fieldName: name,
          availableFields: Object.keys(attributes),
        });
      }
      const title = `by${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [title, { fields: { [name]: typeOf(attributes[name]) } }];
    }),
  );
}

/**
 * @param {any} definition
 * @returns {string}
 */
function typeOf(definition) {
  return typeof definition === 'string'
    ? definition.split('|', 1)[0]
    : (definition?.type ?? 'string');
}

/**
 * @param {Partitions} partitions not changed
 * @param {{timestamps: boolean, versioningEnabled: boolean}} options
 * @returns {Partitions} a copy with the partitions that the options bring, after the given ones and
 *   unless defined
 */
export function withAutomaticPartitions(partitions, { timestamps, versioningEnabled }) {
  const all = {
    ...partitions,
    ...(timestamps && TIMESTAMP_PARTITIONS),
    ...(versioningEnabled && VERSION_PARTITIONS),
    ...partitions,
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, partition]) => [
      name,
      { ...partition, fields: { ...partition.fields } },
    ]),
  );
}

/**
 * @param {string} path dotted
 * @param {Attributes} attributes
 * @returns {boolean} whether a partition may use the field: one of the attributes, at any depth of
 *   nested plain definitions, or an internal one (`_v`)
 */
export function fieldExists(path, attributes) {
  if (isUnsafeKey(path)) return false;
  if (path.startsWith('_')) return true;
  /** @type {unknown} */
  let definition = attributes;
  for (const name of path.split('.')) {
    if (typeof definition !== 'object' || definition === null) return false;
    if (!Object.hasOwn(definition, name)) return false;
    definition = Reflect.get(definition, name);
  }
  return true;
}

/**
 * @param {{name: string, partitions: Partitions, attributes: Attributes}} config
 * @throws {PartitionError} for the first field that the attributes lack
 */
export function checkPartitionFields({ name, partitions, attributes }) {
  for (const [partitionName, { missingFields }] of Object.entries(
    orphanedPartitions(partitions, attributes),
  )) {
    const [fieldName] = missingFields;
    const availableFields = Object.keys(attributes);
    throw new PartitionError(
      `Partition '${partitionName}' uses field '${fieldName}' which does not exist in resource ` +
        `attributes. Available fields: ${availableFields.join(', ')}.`,
      {
        resourceName: name,
        partitionName,
        fieldName,
        availableFields,
        code: 'INVALID_PARTITION',
        operation: 'validatePartitions',
      },
    );
  }
}

/**
 * A partition with fields that the attributes lack.
 *
 * @typedef {{missingFields: string[], definition: Partition, allFields: string[]}} OrphanedPartition
 */

/**
 * @param {Partitions} partitions
 * @param {Attributes} attributes
 * @returns {Record<string, OrphanedPartition>} by name; empty when every field exists
 */
export function orphanedPartitions(partitions, attributes) {
  return Object.fromEntries(
    Object.entries(partitions)
      .map(([name, definition]) => {
        const allFields = Object.keys(definition.fields);
        const missingFields = allFields.filter((path) => !fieldExists(path, attributes));
        return /** @type {const} */ ([name, { missingFields, definition, allFields }]);
      })
      .filter(([, { missingFields }]) => missingFields.length > 0),
  );
}

/**
 * @param {Partitions} partitions
 * @returns {import('../plan.js').PartitionDefinition[]} with their fields in the order of the
 *   segments of a reference's key, which is that of `localeCompare`
 */
export function sortedPartitions(partitions) {
  return Object.entries(partitions).map(([name, { fields }]) => ({
    name,
    fields: Object.entries(fields)
      .map(([path, rule]) => ({ path, rule }))
      .sort((a, b) => a.path.localeCompare(b.path)),
  }));
}

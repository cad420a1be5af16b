/** @typedef {import('./base-error.js').ErrorDetails} ErrorDetails */

/**
 * What a class of errors stands for.
 *
 * @typedef {object} ErrorTraits
 * @property {number} statusCode HTTP status when neither details nor original give one
 * @property {boolean} [hasFixedStatus] the status of the original is not taken over
 * @property {string} [suggestion]
 * @property {string | ((details: ErrorDetails) => string | undefined)} [description]
 * @property {(details: ErrorDetails) => boolean} [retriable] false when absent
 * @property {Record<string, unknown>} [defaults] details that are never absent
 */

/** Bytes of metadata that S3 leaves to a record: its limit of 2 KB less one. */
const ABSOLUTE_METADATA_LIMIT = 2047;

/** @type {readonly string[]} */
const NO_NAMES = Object.freeze([]);

/**
 * Status, suggestion and description of every class, by class name.
 *
 * @satisfies {Record<string, ErrorTraits>}
 */
export const ERROR_TRAITS = {
  DatabaseError: {
    statusCode: 500,
    hasFixedStatus: true,
    suggestion: 'Check database configuration and ensure the operation parameters are valid.',
  },
  ValidationError: {
    statusCode: 422,
    hasFixedStatus: true,
    suggestion: 'Review validation errors and adjust the request payload before retrying.',
    defaults: { field: undefined, value: undefined, constraint: undefined },
  },
  AuthenticationError: {
    statusCode: 401,
    hasFixedStatus: true,
    suggestion: 'Provide valid authentication credentials and try again.',
  },
  PermissionError: {
    statusCode: 403,
    hasFixedStatus: true,
    suggestion: 'Verify IAM permissions, bucket policies, and credentials before retrying.',
  },
  EncryptionError: {
    statusCode: 500,
    hasFixedStatus: true,
    suggestion:
      'Check encryption keys and inputs. ' +
      'This error generally requires code/config changes before retrying.',
  },
  ResourceError: {
    statusCode: 400,
    hasFixedStatus: true,
    suggestion: 'Review the resource configuration and request payload before retrying.',
    description: 'An operation on a resource was refused or did not complete.',
  },
  PluginError: {
    statusCode: 500,
    hasFixedStatus: true,
    defaults: { pluginName: 'Unknown', operation: 'unknown' },
    description: ({ pluginName, operation }) =>
      `Plugin ${pluginName} failed in ${operation}. ` +
      'A plugin works once it is registered and the database is connected.',
  },
  ConnectionStringError: {
    statusCode: 400,
    suggestion: 'Fix the connection string and retry the operation.',
    description: 'The connection string cannot be used to reach a bucket or a directory.',
  },
  CryptoError: {
    statusCode: 500,
    suggestion: 'Validate crypto inputs and environment setup before retrying.',
    description: 'A cryptographic operation could not be carried out on this input.',
  },
  SchemaError: {
    statusCode: 400,
    suggestion: 'Update the schema or adjust the data to match the schema definition.',
    description: 'The attribute definitions and the data do not fit each other.',
  },
  ResourceNotFound: {
    statusCode: 404,
    suggestion: 'Confirm the resource ID and ensure it exists before retrying.',
  },
  NoSuchBucket: {
    statusCode: 404,
    suggestion: 'Verify the bucket name and AWS region. Create the bucket if it is missing.',
  },
  NoSuchKey: {
    statusCode: 404,
    suggestion: 'Check if the object key is correct and that the object was uploaded.',
    defaults: { resourceName: undefined, id: undefined },
  },
  NotFound: {
    statusCode: 404,
    suggestion: 'Confirm the key and bucket. Upload the object if it is missing.',
    defaults: { resourceName: undefined, id: undefined },
  },
  MissingMetadata: {
    statusCode: 500,
    suggestion: 'Re-upload metadata or run db.uploadMetadataFile() to regenerate it.',
  },
  InvalidResourceItem: {
    statusCode: 422,
    suggestion: 'Fix validation errors on the provided attributes before retrying the request.',
    defaults: { attributes: undefined, validation: undefined },
  },
  UnknownError: { statusCode: 500 },
  PartitionError: {
    statusCode: 400,
    description({ resourceName, partitionName, fieldName, availableFields }) {
      if (!resourceName || !partitionName || !fieldName) return undefined;
      const fields = listed(availableFields);
      return (
        `Partition ${partitionName} of ${resourceName} uses the field ${fieldName}, which the ` +
        `attributes do not define. Fields: ${fields}.`
      );
    },
  },
  PluginStorageError: {
    statusCode: 500,
    defaults: { pluginSlug: 'unknown', key: '', operation: 'unknown' },
    description: ({ pluginSlug, key, operation }) =>
      `The storage of plugin ${pluginSlug} failed in ${operation}. Key: ${key || 'none'}.`,
  },
  PartitionDriverError: {
    statusCode: 503,
    defaults: { driver: 'unknown', operation: 'unknown' },
    retriable: isQueueFull,
    description(details) {
      const { driver, operation, queueSize, maxQueueSize } = details;
      const advice = isQueueFull(details)
        ? `Its queue is full (${queueSize} of ${maxQueueSize}); wait for it to drain.`
        : 'Check the configuration of the driver.';
      return `Partition driver ${driver} failed in ${operation}. ${advice}`;
    },
  },
  BehaviorError: {
    statusCode: 400,
    defaults: { behavior: 'unknown', availableBehaviors: NO_NAMES },
    description: ({ behavior, availableBehaviors }) =>
      `There is no behavior ${behavior}. Behaviors: ${listed(availableBehaviors)}.`,
  },
  StreamError: {
    statusCode: 500,
    defaults: { operation: 'unknown', resource: undefined },
    description: ({ operation, resource }) =>
      `A stream over ${resource ?? 'a resource'} failed in ${operation}.`,
  },
  MetadataLimitError: {
    statusCode: 413,
    defaults: {
      totalSize: undefined,
      effectiveLimit: undefined,
      absoluteLimit: ABSOLUTE_METADATA_LIMIT,
      excess: undefined,
      resourceName: undefined,
      operation: undefined,
    },
    description({ totalSize, effectiveLimit, absoluteLimit }) {
      if (totalSize === undefined || effectiveLimit === undefined) return undefined;
      return (
        `The metadata takes ${totalSize} bytes of ${effectiveLimit} usable ones ` +
        `(${absoluteLimit} in all). Shorten the values, or choose the behavior body-overflow or ` +
        'body-only.'
      );
    },
  },
  AnalyticsNotEnabledError: {
    statusCode: 400,
    defaults: {
      pluginName: 'EventualConsistency',
      resourceName: 'unknown',
      field: 'unknown',
      configuredResources: NO_NAMES,
      registeredResources: NO_NAMES,
      pluginInitialized: false,
    },
    description: ({ pluginName, resourceName, field, registeredResources }) =>
      `Plugin ${pluginName} keeps no analytics of ${resourceName}.${field}. ` +
      `Resources with analytics: ${listed(registeredResources)}.`,
  },
};

/** @param {ErrorDetails} details */
function isQueueFull({ queueSize, maxQueueSize }) {
  return Number(queueSize) >= Number(maxQueueSize);
}

/** @param {unknown} names */
function listed(names) {
  return Array.isArray(names) && names.length > 0 ? names.join(', ') : 'none';
}

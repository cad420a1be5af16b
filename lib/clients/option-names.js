/**
 * Names of the options of clients that a database makes: others are a slip.
 *
 * @module
 */

const COMMON = names('id logLevel logger metadataLimit');

const TASKS = names(
  'concurrency retries retryDelay timeout retryableErrors taskExecutor taskExecutorMonitoring',
);

const LOCAL = [
  ...COMMON,
  ...TASKS,
  ...names('bucket keyPrefix region enforceLimits maxObjectSize'),
];

/** By type of client; those of S3 have none. */
export const OPTION_NAMES = {
  s3: [
    ...COMMON,
    ...names('region endpoint forcePathStyle sessionToken credentials AwsS3Client checksums'),
    ...names('conditionalWrites httpClientOptions httpClientProfile retryProfile retryMode'),
    ...names('retryAttempts awsMaxAttempts executorPool taskExecutor'),
  ],
  memory: [...LOCAL, ...names('persistPath autoPersist maxMemoryMB evictionEnabled')],
  filesystem: [
    ...LOCAL,
    ...names('basePath durability compression ttl locking backup journal stats'),
  ],
};

/** @param {string} text names separated by spaces */
function names(text) {
  return text.split(' ');
}

/** Codes and names of failures that are gone by themselves, as `isTransientError` knows them. */
export const TRANSIENT_CODES = new Set([
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'NetworkError',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'SocketError',
  'ThrottlingException',
  'TimeoutError',
]);

/**
 * Codes after which a request may be sent again: the transient ones, the errno values of a lost or
 * refused connection, and what S3 and its relatives call throttling and inner failures.
 *
 * Source: "Error responses" of the Amazon S3 API reference, "Retry behavior" of the AWS SDKs
 * reference guide.
 */
export const RETRIABLE_CODES = new Set([
  ...TRANSIENT_CODES,
  'BandwidthLimitExceeded',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'IncompleteBody',
  'InternalError',
  'NetworkingError',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeoutException',
  'Throttling',
  'ThrottledException',
  'TooManyRequests',
  'TooManyRequestsException',
]);

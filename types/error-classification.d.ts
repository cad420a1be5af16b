/** What a failure means: its class, whether something is absent, whether to try again. */
import type { S3dbError, UnknownError } from './errors.js';
import type {
  InvalidResourceItem,
  MissingMetadata,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
} from './object-errors.js';

/** What the caller of the storage service knows about the request that failed. */
export interface RequestContext {
  bucket?: string;
  key?: string;
  resourceName?: string;
  id?: string;
  commandName?: string;
  commandInput?: Record<string, unknown>;
  /** Overrides the verdict on failures that have no class of their own. */
  retriable?: boolean;
}

/** Classes by the code under which a storage service reports the failure. */
export const ErrorMap: {
  NotFound: typeof NotFound;
  NoSuchKey: typeof NoSuchKey;
  UnknownError: typeof UnknownError;
  NoSuchBucket: typeof NoSuchBucket;
  MissingMetadata: typeof MissingMetadata;
  InvalidResourceItem: typeof InvalidResourceItem;
};

/**
 * Turns a failure of the storage service into an error of this package.
 *
 * The result keeps the failure as `original`, and is `retriable` only when its cause may pass:
 * timeouts, throttling, inner failures of the service, lost connections.
 *
 * @param err error of an AWS SDK or of the like shape
 * @returns NoSuchKey, NoSuchBucket, PermissionError, ResourceError (412), ValidationError,
 *   MissingMetadata or UnknownError
 */
export function mapAwsError(err: unknown, context?: RequestContext): S3dbError;

/** Whether a storage failure says that the object does not exist; false for a missing error. */
export function isNotFoundError(error: unknown): boolean;

/** Whether a storage failure says that the credentials do not allow the operation. */
export function isAccessDeniedError(error: unknown): boolean;

/** Whether a storage failure may be gone when the request is sent again. */
export function isTransientError(error: unknown): boolean;

/** Whether an error, or the one that caused it, says that a conditional write lost. */
export function isPreconditionFailure(error: unknown): boolean;

/** Verdict: the same call may succeed later. */
export const RETRIABLE: 'RETRIABLE';

/** Verdict: the same call would fail again. */
export const NON_RETRIABLE: 'NON_RETRIABLE';

/** Lists of the user, each entry an error code, an error name or a part of a message. */
export interface ClassifierOptions {
  /** Win over `nonRetriableErrors`. */
  retryableErrors?: string[];
  nonRetriableErrors?: string[];
}

/**
 * Decides whether a failed task is worth another attempt. In this order: the lists of the user, the
 * error's own `retriable` flag, its name, its `statusCode`; what none of them calls permanent is
 * retriable.
 */
export class ErrorClassifier {
  /** NON_RETRIABLE when there is no error. */
  static classify(
    error: unknown,
    options?: ClassifierOptions,
  ): typeof RETRIABLE | typeof NON_RETRIABLE;

  /** Whether the verdict is RETRIABLE. */
  static isRetriable(error: unknown, options?: ClassifierOptions): boolean;

  /** Whether the verdict is NON_RETRIABLE. */
  static isNonRetriable(error: unknown, options?: ClassifierOptions): boolean;
}

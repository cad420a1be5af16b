/** A number of tasks at a time that follows how they end. */

/** Bounds and aims. Times are in milliseconds. */
export interface AdaptiveTuningOptions {
  /** Default 1. */
  minConcurrency?: number;
  /** Default 100. */
  maxConcurrency?: number;
  /** Mean time of a task that is still good, default 200. */
  targetLatency?: number;
  /** Share of the heap above which the number shrinks, default 0.7. */
  targetMemoryPercent?: number;
  /** Between two changes, default 5000. */
  adjustmentInterval?: number;
}

/** A task that has ended. */
export interface TaskMetrics {
  /** Milliseconds. */
  latency: number;
  /** Milliseconds; 0 says that nothing waits, so that more need not run. */
  queueWait?: number;
  /** Default true. */
  success?: boolean;
}

/** A change of the number. */
export interface ConcurrencyAdjustment {
  timestamp: number;
  old: number;
  new: number;
}

/**
 * A number of tasks at a time: it grows while they end fast and others wait, and shrinks while they are
 * slow, fail, or the heap is full.
 */
export class AdaptiveTuning {
  /** @throws {ValidationError} for what is no number */
  constructor(options?: AdaptiveTuningOptions);

  readonly minConcurrency: number;
  readonly maxConcurrency: number;
  readonly targetLatency: number;
  readonly targetMemoryPercent: number;
  readonly adjustmentInterval: number;
  readonly currentConcurrency: number;
  readonly lastAdjustment: number;

  /** Tasks at a time, at present. */
  getConcurrency(): number;

  /** Takes a task into account that has just ended. */
  recordTaskMetrics(task: TaskMetrics): void;

  /** Ends the interval; the number, if it is another one now. */
  adjust(): number | null;

  /** What is known of the last tasks. */
  getMetrics(): {
    current: number;
    avgLatency: number;
    avgMemory: number;
    history: ConcurrencyAdjustment[];
  };

  /** Forgets what was changed. */
  stop(): void;
}

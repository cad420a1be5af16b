/**
 * The number of tasks at a time that follows how they end.
 */
import { describe, expect, test } from '@jest/globals';

import { AdaptiveTuning, ValidationError } from '../index.js';

/** Tells of so many tasks, then ends the interval. */
function interval(tuning, count, task) {
  for (let told = 0; told < count; told++) tuning.recordTaskMetrics(task);
  return tuning.adjust();
}

describe('s3-autotune: the number', () => {
  const FAST = { latency: 10, queueWait: 5 };

  test('grows while tasks are fast and others wait', () => {
    const tuning = new AdaptiveTuning({ maxConcurrency: 14 });
    expect(tuning.getConcurrency()).toBe(10);
    expect([interval(tuning, 20, FAST), interval(tuning, 20, FAST)]).toEqual([12, 14]);
    expect(interval(tuning, 20, FAST)).toBeNull();
    expect(tuning.currentConcurrency).toBe(14);
  });

  test('stays while nothing waits', () => {
    expect(interval(new AdaptiveTuning(), 20, { latency: 10, queueWait: 0 })).toBeNull();
  });

  test('shrinks while tasks are slow, and halves where they fail', () => {
    const tuning = new AdaptiveTuning({ minConcurrency: 3, targetLatency: 100 });
    expect(interval(tuning, 20, { latency: 500 })).toBe(9);
    expect(interval(tuning, 20, { latency: 10, success: false })).toBe(4);
    expect(interval(tuning, 20, { latency: 10, success: false })).toBe(3);
  });

  test('halves where the heap is fuller than it may be', () => {
    expect(interval(new AdaptiveTuning({ targetMemoryPercent: 0 }), 20, FAST)).toBe(5);
  });

  test('changes by itself when an interval is over', () => {
    const tuning = new AdaptiveTuning({ adjustmentInterval: 0 });
    tuning.recordTaskMetrics(FAST);
    expect(tuning.getConcurrency()).toBe(12);
  });
});

test('tells what it knows', () => {
  const tuning = new AdaptiveTuning();
  expect(tuning.getMetrics()).toMatchObject({ current: 10, avgLatency: 0, history: [] });
  interval(tuning, 4, { latency: 20 });
  const { history, ...metrics } = tuning.getMetrics();
  expect(metrics).toEqual({ current: 12, avgLatency: 20, avgMemory: expect.any(Number) });
  expect(history).toEqual([{ timestamp: tuning.lastAdjustment, old: 10, new: 12 }]);
  tuning.stop();
  expect(tuning.getMetrics().history).toEqual([]);
});

test('what is no number is refused', () => {
  expect(() => new AdaptiveTuning({ maxConcurrency: 'many' })).toThrow(ValidationError);
  expect(() => new AdaptiveTuning().recordTaskMetrics({ latency: '5' })).toThrow(ValidationError);
});

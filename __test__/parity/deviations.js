/**
 * Programs whose outcomes differ, by id: the rows of docs/compatibility.md that allow it, and the steps
 * that differ.
 */

/** @type {Record<string, {rows: string[], steps: number[]}>} */
export const DEVIATIONS = {
  'config-export': { rows: ['exported-options'], steps: [1] },
  'insert-nothing': { rows: ['no-attributes'], steps: [2] },
  'insert-content-of-body-only': { rows: ['fields-in-the-body'], steps: [0, 1, 2] },
  'insert-with-content': { rows: ['content-length'], steps: [0] },
  'insert-partitioned': { rows: ['partition-without-values'], steps: [2] },
  'insert-wrong-types': { rows: ['ip-text'], steps: [2] },
  'insert-large-user-managed': { rows: ['order-of-fields'], steps: [0] },
  'insert-large-body-overflow': { rows: ['order-of-fields'], steps: [0] },
  'get-broken-body': { rows: ['corrupt-bodies'], steps: [0] },
  'get-odd-ids': { rows: ['ids-that-are-no-keys'], steps: [6] },
  'getOrNull-odd-ids': { rows: ['ids-that-are-no-keys'], steps: [6] },
  'getOrThrow-odd-ids': { rows: ['ids-that-are-no-keys'], steps: [6] },
  'listIds-partition-whole': { rows: ['partition-without-values'], steps: [0] },
  'query-text-for-number': { rows: ['filters-always-apply'], steps: [0] },
  'query-day': { rows: ['filters-always-apply'], steps: [4] },
  'query-limit-zero': { rows: ['filters-always-apply'], steps: [0] },
  'patch-enforce-limits': { rows: ['patch-in-place'], steps: [0] },
  'patch-truncate-data': { rows: ['patch-in-place'], steps: [0] },
  'patch-moves-reference': { rows: ['patch-in-place'], steps: [0, 1] },
  'update-odd-data': { rows: ['no-attributes'], steps: [3, 4, 5, 6] },
  'update-large-user-managed': { rows: ['one-exceeds-limit'], steps: [0] },
  'events-exceeds-limit': { rows: ['one-exceeds-limit'], steps: [1] },
  'update-dotted': { rows: ['before-is-before'], steps: [1, 2] },
  'replace-timestamps': { rows: ['references-follow-replace'], steps: [2] },
  'content-errors': { rows: ['content-forms'], steps: [0, 2] },
  'helper-update-attributes': { rows: ['keys-of-the-first-declaration'], steps: [3] },
  'option-deep-records': { rows: ['nested-null'], steps: [2, 3, 4] },
  'schema-maps': { rows: ['order-of-fields'], steps: [1] },
  'version-moves': { rows: ['keys-of-the-first-declaration'], steps: [5] },
};

/**
 * Dates of partition fields that only JavaScript can read.
 *
 * The engine cuts ISO texts itself. Any other text that a partition with a `date` rule finds is
 * handed to it as `YYYY-MM-DD` beside the record, because what counts as a date is what `new Date`
 * takes for one.
 *
 * @module
 */
import { ABSENT_SLOT, asciiSlot } from './frame/write.js';

/**
 * @typedef {object} DateField
 * @property {string[]} segments path of the field
 * @property {number | null} maxLength in UTF-16 units
 */

/** Writes the extras of a frame. */
export class PartitionDates {
  /** @param {DateField[]} fields in the plan's order */
  constructor(fields) {
    this.fields = fields;
  }

  /**
   * @param {any} record
   * @param {import('./frame/write.js').FrameWriter} writer
   */
  write(record, writer) {
    for (const field of this.fields) {
      const date = dateOf(field, record);
      if (date === null) writer.absent();
      else writer.string(date, '');
    }
  }

  /**
   * @param {any} record
   * @returns {string} the extras as a frame of their own
   */
  frame(record) {
    const dates = this.fields.map((field) => dateOf(field, record));
    return dates.map((date) => (date === null ? ABSENT_SLOT : asciiSlot(date))).join('');
  }
}

/**
 * @param {DateField} field
 * @param {any} record
 * @returns {string | null}
 */
function dateOf({ segments, maxLength }, record) {
  let value = record;
  for (const name of segments) value = value?.[name];
  if (typeof value !== 'string') return null;
  const text = maxLength === null ? value : value.slice(0, maxLength);
  if (text.includes('T') && text.includes('Z')) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().split('T')[0];
}

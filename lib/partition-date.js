/**
 * Dates of partition fields that only JavaScript can read.
 *
 * The engine cuts ISO texts itself. Any other text that a partition with a `date` rule finds is
 * handed to it as `YYYY-MM-DD` beside the record, because what counts as a date is what `new Date`
 * takes for one.
 *
 * @module
 */

/**
 * @typedef {object} DateField
 * @property {string[]} segments path of the field
 * @property {number | null} maxLength in UTF-16 units
 */

/** Writes the extras of a frame. */
export class PartitionDates {
  header = '';
  text = '';

  /** @param {DateField[]} fields in the plan's order */
  constructor(fields) {
    this.fields = fields;
  }

  /**
   * @param {any} record
   * @returns {this} with `header` and `text` set
   */
  write(record) {
    if (this.fields.length === 0) return this;
    this.header = '';
    this.text = '';
    for (const field of this.fields) {
      const date = dateOf(field, record);
      this.header += date === null ? 'a' : `s${date.length},`;
      this.text += date ?? '';
    }
    return this;
  }

  /**
   * @param {any} record
   * @returns {string} the extras as a frame of their own
   */
  frame(record) {
    this.write(record);
    return `${this.header};${this.text}`;
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

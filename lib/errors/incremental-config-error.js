/**
 * The configuration of an incremental id is not usable. A plain `Error`: it is thrown while the
 * options of a resource are read, before there is a database to speak of.
 */
export class IncrementalConfigError extends Error {
  /**
   * @param {string} [message]
   * @param {string} [field] option at fault
   * @param {unknown} [value] its value
   */
  constructor(message, field, value) {
    super(message);
    this.field = field;
    this.value = value;
    this.name = new.target.name;
  }
}

/**
 * The validator of a resource, as users find it in `resource.validator`.
 *
 * @module
 */

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/** Checks records by the present definition of a resource. */
export class ResourceValidator {
  #resource;

  /** @param {Resource} resource */
  constructor(resource) {
    this.#resource = resource;
  }

  /** @returns {Fields} */
  get attributes() {
    return this.#resource.attributes;
  }

  /** @returns {boolean} */
  get strictValidation() {
    return this.#resource.strictValidation;
  }

  /** @returns {boolean} */
  get allNestedObjectsOptional() {
    return this.#resource.config.allNestedObjectsOptional;
  }

  /**
   * @param {Fields} data
   * @param {import('../record-validation.js').ValidationOptions} [options]
   * @returns {Promise<import('../record-validation.js').ValidationReport>}
   */
  validate(data, options) {
    return this.#resource.validate(data, options);
  }

  /**
   * @param {Fields} data
   * @returns {Fields} a copy with the defaults of absent attributes
   */
  applyDefaults(data) {
    return this.#resource.applyDefaults(data);
  }

  /**
   * Takes other attributes, for the whole resource.
   *
   * @param {Fields} attributes
   */
  updateSchema(attributes) {
    this.#resource.updateAttributes(attributes);
  }
}

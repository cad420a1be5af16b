/**
 * What a resource works with: its plan, its hooks, and the engine on the store that its client stands
 * for.
 *
 * @module
 */
import { Engine } from '../engine.js';
import { Hooks } from '../hooks.js';
import { ResourcePlan } from '../plan.js';
import { clientCollection, directCollection, isTransparent } from '../route.js';

export class Core {
  /** Makes every operation take the slow way; results are the same. */
  forcesSlow = false;

  /** @type {Engine | null} */
  #clientEngine = null;

  /**
   * @param {object} resource `this` of the hooks
   * @param {any} client
   * @param {import('../plan.js').PlanDefinition} definition
   */
  constructor(resource, client, definition) {
    this.client = client;
    this.hooks = new Hooks(resource);
    this.plan = this.#planOf(definition);
  }

  /**
   * Takes a definition from now on; operations under way keep the old one.
   *
   * @param {import('../plan.js').PlanDefinition} definition
   */
  define(definition) {
    this.plan = this.#planOf(definition);
  }

  /**
   * @param {import('../plan.js').PlanDefinition} definition
   * @returns {ResourcePlan}
   */
  #planOf(definition) {
    const isDirect = this.client.nativeBucket !== undefined;
    const makeCollection = isDirect ? directCollection : clientCollection;
    const plan = new ResourcePlan(definition, (text) => makeCollection(this.client, text));
    if (this.forcesSlow) plan.useInterpretedFunctions();
    this.#clientEngine = isDirect ? null : plan.engine;
    return plan;
  }

  /** @returns {Engine} the engine for the next call */
  get engine() {
    if (!this.forcesSlow && isTransparent(this.client)) return this.plan.engine;
    this.#clientEngine ??= new Engine(clientCollection(this.client, this.plan.definition));
    return this.#clientEngine;
  }

  /** Works the slow way from now on: through the client, record by record, without generated code. */
  forceSlow() {
    this.forcesSlow = true;
    this.plan.useInterpretedFunctions();
  }
}

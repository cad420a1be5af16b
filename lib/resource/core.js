/**
 * What a resource works with: its plan, its hooks, and the engine on the store that its client stands
 * for.
 *
 * @module
 */
import { Engine } from '../engine.js';
import { Hooks } from '../hooks.js';
import { ResourcePlan } from '../plan.js';
import { DeferredReferences } from './deferred-references.js';
import { settled } from './limit.js';
import { clientCollection, directCollection, hasStore, isTransparent } from '../route.js';

export class Core {
  /** Makes every operation take the slow way; results are the same. */
  forcesSlow = false;

  /** Partition references that are moved after the writes. */
  deferred = new DeferredReferences();

  /**
   * Stands for the random ids that the engine makes, where nobody put another function in its place.
   *
   * @type {((size?: number) => string) | undefined}
   */
  engineIds;

  /** @type {Engine | null} */
  #clientEngine = null;

  /** @type {Set<Promise<unknown>>} calls of the engine that have not ended */
  #underway = new Set();

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
    const isDirect = hasStore(this.client);
    const collectionOf = isDirect ? directCollection : clientCollection;
    const plan = new ResourcePlan(definition, (text) => this.#engineOn(collectionOf, text));
    if (this.forcesSlow) plan.useInterpretedFunctions();
    this.#clientEngine = isDirect ? null : plan.engine;
    this.hooks.markPartitions(definition.partitions.length > 0);
    return plan;
  }

  /** @returns {Engine} the engine for the next call */
  get engine() {
    if (!this.forcesSlow && isTransparent(this.client)) return this.plan.engine;
    this.#clientEngine ??= this.#engineOn(clientCollection, this.plan.definition);
    return this.#clientEngine;
  }

  /**
   * @param {(client: any, definition: string) => any} collectionOf
   * @param {string} definition of a plan
   */
  #engineOn(collectionOf, definition) {
    return new Engine(collectionOf(this.client, definition), this.#underway);
  }

  /**
   * Settles when the calls of the engine that are under way have ended, and references are moved. Those
   * that were broken off are not waited for: reads at all, writes for long.
   */
  async settled() {
    await this.deferred.settled();
    await settled(this.#underway);
  }

  /** Works the slow way from now on: through the client, record by record, without generated code. */
  forceSlow() {
    this.forcesSlow = true;
    this.plan.useInterpretedFunctions();
  }
}

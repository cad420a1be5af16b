/**
 * Hooks of a resource: functions around its operations.
 *
 * @module
 */

const OPERATIONS = [
  'Insert',
  'Update',
  'Delete',
  'Get',
  'List',
  'Query',
  'Patch',
  'Replace',
  'Exists',
  'Count',
  'GetMany',
  'DeleteMany',
];

/** Names of all hooks, in the order of `resource.hooks`. */
export const HOOK_NAMES = OPERATIONS.flatMap((operation) => [
  `before${operation}`,
  `after${operation}`,
]);

/** @typedef {(this: any, data: any) => any} Hook */

/** Hooks that stand for the references of partitions, which the engine keeps. */
const PARTITION_HOOKS = ['afterInsert', 'afterDelete'];

/** Stands in `resource.hooks` where partitions are. It has no name, as `s3db.json` tells. */
const [partitionMark] = [(/** @type {any} */ record) => record];

/** The hooks of one resource: a live array per name. */
export class Hooks {
  /** @param {object} owner `this` of the hooks */
  constructor(owner) {
    this.owner = owner;
    /** @type {Record<string, Hook[]>} */
    this.lists = Object.fromEntries(HOOK_NAMES.map((name) => [name, []]));
  }

  /**
   * @param {Record<string, Hook[]>} hooks as in the configuration of a resource
   */
  addAll(hooks) {
    for (const [name, list] of Object.entries(hooks)) {
      for (const hook of list) this.add(name, hook);
    }
  }

  /**
   * @param {string} name unknown names and what is no function are ignored
   * @param {Hook} hook
   */
  add(name, hook) {
    if (!Object.hasOwn(this.lists, name) || typeof hook !== 'function') return;
    this.lists[name].push(this.bind(hook));
  }

  /**
   * Shows in the lists whether there are partitions: one mark in each that is concerned.
   *
   * @param {boolean} arePresent
   */
  markPartitions(arePresent) {
    for (const name of PARTITION_HOOKS) {
      const list = this.lists[name];
      const position = list.indexOf(partitionMark);
      if (arePresent && position < 0) list.push(partitionMark);
      else if (!arePresent && position >= 0) list.splice(position, 1);
    }
  }

  /**
   * @param {Hook & {__s3db_original?: Hook}} hook
   * @returns {Hook & {__s3db_original?: Hook}}
   */
  bind(hook) {
    const bound = hook.bind(this.owner);
    return Object.assign(bound, { __s3db_original: hook.__s3db_original ?? hook });
  }

  /**
   * @param {string} name
   * @returns {boolean} whether there is anything to run
   */
  has(name) {
    const list = this.lists[name];
    return list.length > 0 && (list.length > 1 || list[0] !== partitionMark);
  }

  /** Whether a record that is read passes any: the names are looked up for each record. */
  get surroundGet() {
    const { beforeGet, afterGet } = this.lists;
    return beforeGet.length > 0 || afterGet.length > 0;
  }

  /**
   * Runs hooks one after another; each gets what the one before it returned. A hook that returns
   * nothing leaves the value as it is.
   *
   * @param {string} name
   * @param {any} data
   * @returns {any} a promise as soon as one of the hooks returns one
   */
  run(name, data) {
    return runFrom(0, this.lists[name], data);
  }
}

/**
 * @param {number} start
 * @param {Hook[]} hooks
 * @param {any} data
 * @returns {any}
 */
function runFrom(start, hooks, data) {
  let value = data;
  for (let position = start; position < hooks.length; position++) {
    const hook = hooks[position];
    if (hook === partitionMark) continue;
    const given = value;
    const returned = hook(given);
    if (typeof returned?.then === 'function') {
      return Promise.resolve(returned).then((late) => runFrom(position + 1, hooks, late ?? given));
    }
    value = returned ?? given;
  }
  return value;
}

import { describe, expect, test } from '@jest/globals';

import { blankMetadata, buildMetadata } from '../lib/database/metadata.js';
import { recordedVersion } from '../lib/database/stored-resource.js';
import * as errors from '../lib/errors.js';
import { normalizeConfig, publicConfig } from '../lib/resource/config.js';
import { databaseDefaults, declaredConfig, redeclaredConfig } from '../lib/resource/declaration.js';
import { orphanedPartitions } from '../lib/resource/partition-definition.js';
import { readGolden } from './golden.js';

const { scenarios } = readGolden('resource-scenarios');
const client = {};

/** The reference reports 500 here; the classes stand for these. */
const STATUS = {
  'config-error-partitions-array-unknown-field': 400,
  'config-error-partitions-array-not-string': 400,
  'config-error-partition-unknown-field': 400,
};

/** What the reference's `createResource` drops is forwarded. */
const FORWARDED = {
  'partition-lifecycle-strict': { 'config.strictPartitions': true },
  'guard-dropped': { guard: { get: false } },
};

/** Scenarios that read properties only after something else has changed them. */
const OTHERWISE_CHANGED = ['plugin-attributes', 'partition-orphans', 'reserved-multi-instance'];

/** Declares resources as a database does, as far as it concerns configurations. */
class Declarations {
  constructor(options = {}) {
    const security = { passphrase: 'secret', bcrypt: { rounds: 12 } };
    this.database = { client, security, strictValidation: true, ...options };
    this.database.savedMetadata = blankMetadata();
    this.configs = new Map();
  }

  declare(config) {
    const current = this.configs.get(config.name);
    const defaults = databaseDefaults(this.database, config.name);
    const next = current
      ? redeclaredConfig(current, config, defaults)
      : declaredConfig(config, defaults);
    const registries = { schemaRegistry: {}, pluginSchemaRegistry: {} };
    const { savedMetadata } = this.database;
    const built = buildMetadata([{ config: next, hooks: {}, ...registries }], savedMetadata);
    Object.assign(savedMetadata.resources, built.resources);
    next.version = recordedVersion(next, built.resources[next.name]);
    this.configs.set(next.name, next);
    return next;
  }
}

function argument(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (value.$fn) return () => value;
  if (Array.isArray(value)) return value.map(argument);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, argument(item)]));
}

function failure(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('no error');
}

function isCreation({ op }) {
  return op === 'create' || op === 'construct';
}

function create(declarations, { op, config }) {
  const given = argument(config);
  return op === 'create' ? declarations.declare(given) : normalizeConfig({ client, ...given });
}

function expectRecordedError(error, recorded, statusCode) {
  const { class: className, data, statusCode: _, ...fields } = recorded;
  expect(error.constructor).toBe(errors[className]);
  expect(error).toMatchObject({ ...fields, data, statusCode });
}

describe('errors of creation', () => {
  const steps = scenarios
    .filter(({ id }) => id !== 'middleware-array-option')
    .flatMap(({ id, steps }) => steps.map((step) => ({ id, ...step })))
    .filter((step) => isCreation(step) && step.expect?.error);

  test('are recorded', () => expect(steps.length).toBeGreaterThan(25));

  test.each(steps)('$id', (step) => {
    const { error } = step.expect;
    const thrown = failure(() => create(new Declarations(), step));
    expectRecordedError(thrown, error, STATUS[step.id] ?? error.statusCode);
  });
});

describe('properties of a new resource', () => {
  const VISIBLE = [
    'name',
    'version',
    'behavior',
    'config',
    'idSize',
    'idGeneratorType',
    'attributes',
    'versioningEnabled',
    'strictValidation',
    'asyncEvents',
    'eventsDisabled',
    'guard',
    'security',
    'observers',
  ];

  function isReadable({ op, path, on }, configs) {
    return op === 'prop' && configs.has(on) && VISIBLE.includes(path.split('.')[0]);
  }

  function replay({ id, db, steps }) {
    const declarations = new Declarations(db);
    const configs = new Map();
    let checked = 0;
    for (const step of steps) {
      if (isCreation(step) && !step.expect) configs.set(step.as, create(declarations, step));
      if (!isReadable(step, configs)) continue;
      const { name } = configs.get(step.on);
      const config = declarations.configs.get(name) ?? configs.get(step.on);
      const view = {
        ...config,
        config: publicConfig(config),
        eventsDisabled: config.disableEvents,
      };
      const value = step.path.split('.').reduce((object, part) => object[part], view);
      expect(value).toEqual(FORWARDED[id]?.[step.path] ?? step.expect.value);
      checked++;
    }
    return checked;
  }

  const readable = scenarios.filter(
    ({ id, steps }) =>
      !OTHERWISE_CHANGED.includes(id) &&
      steps.some(({ op, path }) => op === 'prop' && VISIBLE.includes(path.split('.')[0])),
  );

  test('are recorded', () => expect(readable.length).toBeGreaterThan(10));

  test.each(readable)('$id', (scenario) => expect(replay(scenario)).toBeGreaterThan(0));

  test('unknown fields of partitions are orphans', () => {
    const id = 'config-partition-unknown-field-not-strict';
    const [creation, { expect: expected }] = scenarios.find((one) => one.id === id).steps;
    const { partitions, attributes: declared } = new Declarations().declare(creation.config);
    expect(orphanedPartitions(partitions, declared)).toEqual(expected.value);
  });
});

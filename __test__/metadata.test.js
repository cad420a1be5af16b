import { describe, expect, test } from '@jest/globals';

import { canonicalJson, definitionHash, nextVersion } from '../lib/database/definition-version.js';
import { heal } from '../lib/database/healing.js';
import { mergeMetadata } from '../lib/database/metadata-merge.js';
import {
  blankMetadata,
  buildMetadata,
  detectDefinitionChanges,
  metadataText,
} from '../lib/database/metadata.js';
import { recordedVersion, restoredConfig } from '../lib/database/stored-resource.js';
import { Hooks } from '../lib/hooks.js';
import { normalizeConfig } from '../lib/resource/config.js';
import {
  databaseDefaults,
  declaredConfig,
  declaredRestoredConfig,
  redeclaredConfig,
} from '../lib/resource/declaration.js';
import { readGolden } from './golden.js';
import { decodeValue } from './support/vectors.js';

const { definitions, evolution, pluginAttributes } = readGolden('s3dbjson');
const hashes = readGolden('hash');
const client = {};
const defaults = databaseDefaults({ client }, '');

function namedHook(data) {
  return data;
}

const HOOKS = [namedHook, (data) => data];

/** A resource as the database sees it, with the hooks of partitions before those of the author. */
function stateOf(config, registries) {
  const hooks = new Hooks({});
  hooks.markPartitions(Object.keys(config.partitions).length > 0);
  hooks.addAll(config.hooks);
  const { schemaRegistry, pluginSchemaRegistry } = registries;
  return { config, hooks: hooks.lists, schemaRegistry, pluginSchemaRegistry };
}

/** The file, with every time in it replaced. */
function timeless(metadata) {
  return metadataText(metadata).replace(/"\d{4}-\d\d-\d\dT[^"]+Z"/g, '"<time>"');
}

function bucketFile(name) {
  return Buffer.from(readGolden(name).objects['s3db.json'].bodyBase64, 'base64').toString();
}

describe('definition hashes', () => {
  test.each(hashes.versionHash)('$canonical', ({ definition, canonical, hash }) => {
    const decoded = decodeValue(definition);
    expect(definitionHash(decoded)).toBe(hash);
    expect(canonicalJson(JSON.parse(canonical))).toBe(canonical);
  });

  test.each(hashes.perResource)('of resource $label', ({ label, versionHash }) => {
    const { s3dbJson } = definitions.find((one) => one.label === label);
    const [resource] = Object.values(s3dbJson.resources);
    expect(definitionHash(resource.versions.v1)).toBe(versionHash);
  });

  test('fall back to defaults', () => {
    const attributes = { a: 'string' };
    expect(definitionHash({ attributes, behavior: '', partitions: null })).toBe(
      definitionHash({ attributes, behavior: 'user-managed', partitions: {} }),
    );
  });

  test('regular-expression-hashes: are those of the definition as it is stored', () => {
    const pattern = { a: { type: 'string', pattern: /^a/i, custom: namedHook } };
    const stored = { a: { type: 'string', pattern: '^a', patternFlags: 'i' } };
    expect(definitionHash({ attributes: pattern })).toBe(definitionHash({ attributes: stored }));
  });

  test.each([
    [{}, 'v1'],
    [{ v1: 0, v9: 0, v10: 0, v11a: 0, 12: 0 }, 'v11'],
    [{ v0: 0 }, 'v1'],
    [{ first: 0 }, 'v1'],
  ])('number versions: after %j comes %s', (versions, next) => {
    expect(nextVersion(versions)).toBe(next);
  });
});

describe('the file of a new resource', () => {
  function declare({ idGenerator, hooks, ...definition }) {
    return declaredConfig(
      {
        ...definition,
        idGenerator: idGenerator === '<function>' ? () => 'id' : idGenerator,
        hooks: hooks && { beforeInsert: HOOKS },
      },
      defaults,
    );
  }

  test.each(definitions.filter(({ error }) => !error))('$label', ({ definition, s3dbJson }) => {
    const [stored] = Object.values(s3dbJson.resources);
    const state = stateOf(declare(definition), stored);
    expect(timeless(buildMetadata([state], null))).toBe(timeless(s3dbJson));
  });

  test('that is refused', () => {
    const [{ definition, error, s3dbJson }] = definitions.filter((one) => one.error);
    expect(() => declare(definition)).toThrow(error.replace('ResourceError: ', ''));
    expect(timeless(blankMetadata())).toBe(timeless(s3dbJson));
  });

  test('keeps the options of incremental ids', () => {
    const build = (idGenerator) => {
      const config = declare({ name: 'x', attributes: { a: 'string' }, idGenerator });
      return buildMetadata([stateOf(config, {})], null).resources.x.versions.v1.idGenerator;
    };
    const options = { type: 'incremental', prefix: 'INV-' };
    expect(build('incremental:ORD-0001')).toBe('incremental:ORD-0001');
    expect(build(options)).toEqual(options);
  });
});

describe('evolution', () => {
  const attributesOf = ({ s3dbJson, version }) =>
    s3dbJson.resources.evo.versions[version].attributes;
  const registriesOf = ({ s3dbJson }) => s3dbJson.resources.evo;

  /** Writes the file after a step and tells the version of the resource. */
  function write(config, step, saved) {
    const metadata = buildMetadata([stateOf(config, registriesOf(step))], saved);
    const merged = mergeMetadata(metadata, saved);
    const version = recordedVersion(config, merged.resources.evo);
    return { metadata: merged, config: { ...config, version } };
  }

  function restore({ metadata }) {
    return { config: normalizeConfig(restoredConfig('evo', metadata.resources.evo), defaults) };
  }

  test('keys-of-the-first-declaration: gives the recorded file at every step', () => {
    let metadata = blankMetadata();
    let config;
    let isRestored = false;
    for (const step of evolution.steps) {
      const declaration = { name: 'evo', attributes: attributesOf(step) };
      if (step.label.startsWith('reconnect')) {
        ({ config } = restore({ metadata }));
        isRestored = true;
      }
      if (!config) config = declaredConfig(declaration, defaults);
      else if (isRestored && step.label.includes('remove')) {
        config = declaredRestoredConfig(config, declaration, defaults);
        isRestored = false;
      } else if (!isRestored) config = redeclaredConfig(config, declaration, defaults);
      const isChanged = recordedVersion(config, metadata.resources.evo) === undefined;
      if (isChanged) ({ metadata, config } = write(config, step, metadata));
      expect([step.label, timeless(metadata)]).toEqual([step.label, timeless(step.s3dbJson)]);
      expect([step.label, config.version]).toEqual([step.label, step.version]);
    }
  });

  test('back to an older definition is a new version', () => {
    const [first, , second] = evolution.steps;
    const declaration = { name: 'evo', attributes: attributesOf(first) };
    const config = { ...declaredConfig(declaration, defaults), version: 'v2' };
    const written = write(config, second, second.s3dbJson);
    expect(written.config.version).toBe('v3');
    expect(written.metadata.resources.evo.currentVersion).toBe('v3');
  });

  test('keeps the time at which a version began and its author', () => {
    const [first] = evolution.steps;
    const declaration = { name: 'evo', attributes: attributesOf(first), paranoid: false };
    const config = declaredConfig({ ...declaration, createdBy: 'other' }, defaults);
    const { evo } = write(config, first, first.s3dbJson).metadata.resources;
    const { createdAt } = first.s3dbJson.resources.evo.versions.v1;
    expect(evo).toMatchObject({
      createdBy: 'user',
      versions: { v1: { paranoid: false, createdAt } },
    });
  });
});

describe('plugin attributes', () => {
  test('are part of the definition', () => {
    const { pl } = pluginAttributes.s3dbJson.resources;
    for (const version of Object.values(pl.versions)) {
      expect(definitionHash(version)).toBe(version.hash);
    }
    const config = normalizeConfig(restoredConfig('pl', pl), defaults);
    const rebuilt = buildMetadata([stateOf(config, pl)], pluginAttributes.s3dbJson);
    expect(timeless(rebuilt)).toBe(timeless(pluginAttributes.s3dbJson));
  });
});

describe.each(['bucket-21.6.2', 'bucket-19.5.10'])('the file of %s', (name) => {
  const text = bucketFile(name);

  test('is sound', () => {
    expect(heal(text)).toEqual({ metadata: JSON.parse(text), log: [], backup: false });
  });

  test('has no new version after it was restored', () => {
    const { metadata: saved } = heal(text);
    const states = Object.entries(saved.resources).map(([resource, stored]) =>
      stateOf(normalizeConfig(restoredConfig(resource, stored), defaults), stored),
    );
    expect(detectDefinitionChanges(saved, states)).toEqual([]);
    const versionsOf = ({ resources }) =>
      Object.entries(resources).map(([resource, { versions, currentVersion }]) => [
        resource,
        currentVersion,
        Object.entries(versions).map(([version, { hash, createdAt }]) => [
          version,
          hash,
          createdAt,
        ]),
      ]);
    const merged = mergeMetadata(buildMetadata(states, saved), saved);
    expect(versionsOf(merged)).toEqual(versionsOf(saved));
  });
});

describe('definition changes', () => {
  const config = (name) => declaredConfig({ name, attributes: { a: 'string' } }, defaults);
  const hash = definitionHash({ attributes: { a: 'string' } });

  test('are new, changed and deleted resources', () => {
    const resources = {
      gone: { currentVersion: 'v3', versions: { v3: { hash: 'h' } } },
      changed: { currentVersion: 'v1', versions: { v1: { hash: 'x' }, v7: {} } },
      same: { currentVersion: 'v1', versions: { v1: { hash } } },
      odd: { currentVersion: 'v3', versions: {} },
    };
    const states = ['same', 'changed', 'fresh'].map((name) => ({ config: config(name) }));
    const deleted = { type: 'deleted', currentHash: null, deletedVersion: 'v3' };
    expect(detectDefinitionChanges({ ...blankMetadata(), resources }, states)).toEqual([
      {
        type: 'changed',
        resourceName: 'changed',
        currentHash: hash,
        savedHash: 'x',
        fromVersion: 'v1',
        toVersion: 'v8',
      },
      { type: 'new', resourceName: 'fresh', currentHash: hash, savedHash: null },
      { ...deleted, resourceName: 'gone', savedHash: 'h' },
      { ...deleted, resourceName: 'odd', savedHash: null },
    ]);
  });
});

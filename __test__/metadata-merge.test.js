import { describe, expect, test } from '@jest/globals';

import { mergeMetadata } from '../lib/database/metadata-merge.js';
import { blankMetadata, buildMetadata } from '../lib/database/metadata.js';
import { mergePluginSchemaRegistry, mergeSchemaRegistry } from '../lib/database/registry.js';
import { recordedVersion, restoredConfig } from '../lib/database/stored-resource.js';
import { normalizeConfig } from '../lib/resource/config.js';
import { databaseDefaults, declaredConfig, redeclaredConfig } from '../lib/resource/declaration.js';

/** A process that shares the file with others. */
class Process {
  constructor(file) {
    this.file = file;
    this.database = { client: {}, savedMetadata: structuredClone(file.metadata) };
    this.configs = new Map();
    for (const [name, stored] of Object.entries(file.metadata.resources)) {
      const config = normalizeConfig(restoredConfig(name, stored), this.defaults(name));
      this.configs.set(name, config);
    }
  }

  defaults(name) {
    return databaseDefaults(this.database, name);
  }

  declare(config) {
    const current = this.configs.get(config.name);
    const defaults = this.defaults(config.name);
    const next = current
      ? redeclaredConfig(current, config, defaults)
      : declaredConfig(config, defaults);
    this.configs.set(config.name, next);
    return this;
  }

  write() {
    const states = Array.from(this.configs.values(), (config) => ({
      config,
      hooks: {},
      schemaRegistry: {},
      pluginSchemaRegistry: {},
    }));
    const local = buildMetadata(states, this.database.savedMetadata);
    const merged = mergeMetadata(local, this.file.metadata);
    for (const config of this.configs.values()) {
      config.version = recordedVersion(config, merged.resources[config.name]);
    }
    this.file.metadata = merged;
    this.database.savedMetadata = structuredClone(merged);
    return this;
  }

  version(name) {
    return this.configs.get(name).version;
  }
}

function definition(...names) {
  return { name: 'r', attributes: Object.fromEntries(names.map((name) => [name, 'string'])) };
}

function newFile() {
  const file = { metadata: blankMetadata() };
  new Process(file).declare(definition('a')).write();
  return file;
}

function attributesIn(file) {
  const { versions, currentVersion } = file.metadata.resources.r;
  const names = Object.entries(versions).map(([name, { attributes }]) => [
    name,
    Object.keys(attributes).join(''),
  ]);
  return { currentVersion, ...Object.fromEntries(names) };
}

describe('merged-files: resources of two processes', () => {
  test('are both kept', () => {
    const file = { metadata: blankMetadata() };
    const first = new Process(file);
    const second = new Process(file);
    first.declare({ ...definition('a'), name: 'one' }).write();
    second.declare({ ...definition('a'), name: 'two' }).write();
    expect(Object.keys(file.metadata.resources)).toEqual(['one', 'two']);
  });

  test('keep members that nobody knows', () => {
    const file = newFile();
    Object.assign(file.metadata, { later: 1 });
    Object.assign(file.metadata.resources.r, { later: 2 });
    new Process(file).write();
    expect(file.metadata).toMatchObject({ later: 1, resources: { r: { later: 2 } } });
    expect(Object.keys(file.metadata)).toEqual([...Object.keys(blankMetadata()), 'later']);
  });
});

describe('versions of two processes', () => {
  test('that differ get numbers of their own', () => {
    const file = newFile();
    const first = new Process(file);
    const second = new Process(file);
    first.declare(definition('a', 'b')).write();
    second.declare(definition('a', 'c')).write();
    expect(attributesIn(file)).toEqual({ currentVersion: 'v3', v1: 'a', v2: 'ab', v3: 'ac' });
    expect([first.version('r'), second.version('r')]).toEqual(['v2', 'v3']);
  });

  test('that are equal are one', () => {
    const file = newFile();
    const second = new Process(file);
    new Process(file).declare(definition('a', 'b')).write().declare(definition('a', 'c')).write();
    const { createdAt } = file.metadata.resources.r.versions.v3;
    second.declare(definition('a', 'c')).write();
    expect(attributesIn(file)).toEqual({ currentVersion: 'v3', v1: 'a', v2: 'ab', v3: 'ac' });
    expect(second.version('r')).toBe('v3');
    expect(file.metadata.resources.r.versions.v3.createdAt).toBe(createdAt);
  });

  test('are not undone by a process that has not changed', () => {
    const file = newFile();
    const idle = new Process(file);
    new Process(file).declare(definition('a', 'b')).write();
    for (const name of ['other', 'another']) idle.declare({ ...definition('a'), name }).write();
    expect(attributesIn(file)).toEqual({ currentVersion: 'v2', v1: 'a', v2: 'ab' });
    expect(idle.version('r')).toBe('v1');
  });

  test('survive the loss of the file', () => {
    const file = newFile();
    const process = new Process(file).declare(definition('a', 'b')).write();
    file.metadata = blankMetadata();
    new Process(file).declare(definition('z')).write();
    process.write();
    expect(attributesIn(file)).toEqual({ currentVersion: 'v2', v1: 'z', v2: 'ab', v3: 'a' });
    expect(process.version('r')).toBe('v2');
  });

  test('have their partitions at the resource when they are current', () => {
    const file = newFile();
    const idle = new Process(file);
    new Process(file).declare({ ...definition('a', 'b'), partitions: ['b'] }).write();
    idle.write();
    expect(file.metadata.resources.r.partitions).toEqual({ byB: { fields: { b: 'string' } } });
  });
});

describe('schema registries', () => {
  const burn = (index, attribute) => ({ index, attribute, burnedAt: 'then', reason: 'removed' });

  test.each([
    ['equal', [{ a: 0 }], [{ a: 0 }], [{ a: 0 }, 1]],
    ['of other attributes', [{ a: 0, b: 1 }], [{ a: 0, c: 2 }], [{ a: 0, c: 2, b: 1 }, 3]],
    ['with two indexes', [{ a: 4 }], [{ a: 2 }], [{ a: 4 }, 5]],
    ['with two indexes', [{ a: 1 }], [{ a: 2 }], [{ a: 2 }, 3]],
    ['with one index twice', [{ a: 0, b: 1 }], [{ a: 0, c: 1 }], [{ a: 0, c: 1, b: 2 }, 3]],
    ['with a taken larger index', [{ a: 5 }], [{ a: 0, x: 5 }], [{ a: 0, x: 5 }, 6]],
    ['removed here', [{ a: 0 }, [burn(1, 'b')]], [{ a: 0, b: 1 }], [{ a: 0 }, 2, [burn(1, 'b')]]],
    [
      'removed there',
      [{ a: 0, b: 1 }],
      [{ a: 0 }, [burn(1, 'b')]],
      [{ a: 0, b: 1 }, 2, [burn(1, 'b')]],
    ],
    ['with an index burned there', [{ b: 1 }], [{}, [burn(1, 'c')]], [{ b: 2 }, 3, [burn(1, 'c')]]],
    [
      'with burned ones of both',
      [{}, [burn(1, 'b'), burn(2, 'c')]],
      [{}, [burn(1, 'b')]],
      [{}, 3, [burn(1, 'b'), burn(2, 'c')]],
    ],
  ])('%s', (_title, local, stored, [mapping, nextIndex, burned = []]) => {
    const registry = ([indexes, gone = []]) => ({ nextIndex: 0, mapping: indexes, burned: gone });
    const merged = mergeSchemaRegistry(registry(local), registry(stored));
    expect(merged).toEqual({ nextIndex, mapping, burned });
  });

  test('never lower the next index', () => {
    expect(mergeSchemaRegistry({ nextIndex: 7 }, { nextIndex: 9 }).nextIndex).toBe(9);
    expect(mergeSchemaRegistry({ nextIndex: 9 }, { nextIndex: 7 }).nextIndex).toBe(9);
  });

  test('leave out what is not usable', () => {
    const stored = {
      nextIndex: 'x',
      mapping: { a: '0', b: -1, c: 1 },
      burned: [null, { index: 3 }],
    };
    expect(mergeSchemaRegistry({}, stored)).toEqual({
      nextIndex: 4,
      mapping: { c: 1 },
      burned: [{ index: 3 }],
    });
    expect(mergeSchemaRegistry({}, { mapping: null, burned: 'x' }).nextIndex).toBe(0);
  });
});

describe('registries of plugins', () => {
  test('are united, the stored key first', () => {
    const burned = [{ key: 'p1', attribute: 'z' }];
    const local = { ttl: { mapping: { a: 'p1', b: 'p2' }, burned }, geo: { mapping: {}, burned } };
    const stored = { ttl: { mapping: { a: 'p9' }, burned: [{ key: 'p1', attribute: 'y' }] } };
    expect(mergePluginSchemaRegistry(local, stored)).toEqual({
      ttl: { mapping: { a: 'p9', b: 'p2' }, burned: stored.ttl.burned },
      geo: { mapping: {}, burned },
    });
  });
});

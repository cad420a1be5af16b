import { describe, expect, test } from '@jest/globals';

import { heal } from '../lib/database/healing.js';
import { blankMetadata } from '../lib/database/metadata.js';

const now = new Date('2026-02-03T04:05:06.789Z');
const PARSE = 'JSON parsing failed - attempting recovery';
const FAILED = 'All JSON recovery attempts failed';
const BACKUP = 'Created backup of corrupted file - starting with blank metadata';
const RECOVERED = 'JSON recovery successful using fix #';
const REMOVED = 'Removed invalid resource: a';

const version = { hash: 'sha256:x', attributes: { a: 'string' }, partitions: {} };
const resource = { currentVersion: 'v1', partitions: {}, versions: { v1: version } };
const head = { version: '1', s3dbVersion: '21.6.2', lastUpdated: '2026-01-01T00:00:00.000Z' };
const sound = { ...head, resources: { a: resource } };

function told(...lines) {
  return lines.map((line) => (line === REMOVED ? line : `Resource a: ${line}`));
}

describe('a sound file', () => {
  test('stays as it is', () => {
    const text = JSON.stringify({ ...sound, extra: 1 });
    expect(heal(text, now)).toEqual({ metadata: JSON.parse(text), log: [], backup: false });
  });
});

describe('text that is not JSON', () => {
  const text = JSON.stringify(sound);

  test.each([
    ['', ['Content is empty or not a string', BACKUP]],
    ['   ', [FAILED, BACKUP]],
    ['not json', [FAILED, BACKUP]],
    ["{'version':'1'}", [FAILED, BACKUP]],
    ['{version:"1","resources":{},}', [FAILED, BACKUP]],
    ['{"version":"1', [FAILED, BACKUP]],
  ])('%j is given up', (broken, log) => {
    const healed = { metadata: blankMetadata(now), log: [PARSE, ...log], backup: true };
    expect(heal(broken, now)).toEqual(healed);
  });

  test.each([
    ['a trailing comma', text.replace(/}$/, ',\n}'), 1],
    ['trailing commas', text.replaceAll('}', ',}').replaceAll('{,}', '{}'), 1],
    ['bare keys', text.replace('"version"', 'version').replace('"a":{"c', 'a : {"c'), 2],
    ['a missing end', text.slice(0, -4), 3],
    ['a missing end within arrays', `${text.slice(0, -1)},"e":[{"q":[1`, 3],
  ])('backups: with %s is repaired', (_title, broken, repair) => {
    const { metadata, log, backup } = heal(broken, now);
    expect(log).toEqual([PARSE, `${RECOVERED}${repair}`]);
    expect(metadata).toMatchObject({ ...sound, lastUpdated: now.toISOString() });
    expect(backup).toBe(true);
  });

  test.each(['a,}', '{a:1', '],[{', 'q\\",}', '\\'])(
    'json-recovery: keeps the string %j',
    (string) => {
      const resources = { a: { ...resource, note: string } };
      const written = JSON.stringify({ ...head, resources });
      for (const broken of [written.replace(/}$/, ',}'), written.slice(0, -1)]) {
        expect(heal(broken, now).metadata.resources).toEqual(resources);
      }
      const bare = written.replace('"version"', 'version');
      expect(heal(bare, now).metadata.resources).toEqual(resources);
    },
  );

  test('of any length is looked at once', () => {
    const long = `{"a":"${'\\"{,'.repeat(200_000)}`;
    expect(heal(long, now).log).toEqual([PARSE, FAILED, BACKUP]);
    expect(heal('{"a":'.repeat(200_000), now).log).toEqual([PARSE, FAILED, BACKUP]);
  });
});

describe('JSON that is no metadata', () => {
  test.each(['null', '5', '"x"', 'true'])('%s', (text) => {
    expect(heal(text, now)).toEqual({
      metadata: blankMetadata(now),
      log: ['Metadata is not an object - using blank structure'],
      backup: false,
    });
  });

  test.each(['{}', '[]'])('%s', (text) => {
    const { metadata, log, backup } = heal(text, now);
    expect(log).toEqual([
      'Added missing or invalid version field',
      'Added missing s3dbVersion field',
      'Fixed invalid resources field',
      'Added missing lastUpdated field',
    ]);
    expect(metadata).toEqual(blankMetadata(now));
    expect(backup).toBe(false);
  });
});

describe('the head', () => {
  const added = (field) => `Added missing ${field} field`;
  test.each([
    [{ version: 2 }, { version: '2' }, 'Converted version from number to string'],
    [{ version: 0 }, { version: '1' }, 'Added missing or invalid version field'],
    [{ version: '' }, { version: '1' }, 'Added missing or invalid version field'],
    [{ version: {} }, { version: '1' }, 'Added missing or invalid version field'],
    [{ s3dbVersion: 5 }, { s3dbVersion: '5' }, 'Converted s3dbVersion to string'],
    [{ s3dbVersion: { toString: 1 } }, {}, 'Converted s3dbVersion to string'],
    [{ s3dbVersion: null }, { s3dbVersion: '21.6.2' }, added('s3dbVersion')],
    [{ resources: null }, { resources: {} }, 'Fixed invalid resources field'],
    [{ resources: [] }, { resources: {} }, 'Fixed invalid resources field'],
    [{ resources: 'x' }, { resources: {} }, 'Fixed invalid resources field'],
    [{ lastUpdated: 0 }, {}, added('lastUpdated')],
    [{ version: 3, extra: 1 }, { extra: 1 }, 'Converted version from number to string'],
  ])('%j', (given, healed, line) => {
    const { metadata, log, backup } = heal(JSON.stringify({ ...sound, ...given }), now);
    expect(log).toEqual([line]);
    expect(metadata).toMatchObject({ ...healed, lastUpdated: now.toISOString() });
    expect(typeof metadata.s3dbVersion).toBe('string');
    expect(backup).toBe(false);
  });
});

describe('a resource', () => {
  function healOne(entry) {
    const { metadata, ...rest } = heal(JSON.stringify({ ...head, resources: { a: entry } }), now);
    return { entry: metadata.resources.a, ...rest };
  }

  test.each([
    [null, ['invalid structure']],
    ['x', ['invalid structure']],
    [
      [],
      [
        'added missing currentVersion',
        'fixed invalid versions object',
        'fixed invalid partitions object',
        'no valid versions found - removing resource',
      ],
    ],
    [
      { ...resource, versions: null },
      ['fixed invalid versions object', 'no valid versions found - removing resource'],
    ],
    [
      { ...resource, versions: [version] },
      ['fixed invalid versions object', 'no valid versions found - removing resource'],
    ],
    [{ ...resource, versions: {} }, ['no valid versions found - removing resource']],
    [
      { ...resource, versions: { v1: null } },
      ['changed currentVersion from v1 to v1', 'invalid version data - removing resource'],
    ],
    [{ ...resource, versions: { v1: 'x' } }, ['invalid version data - removing resource']],
    [{ ...resource, versions: { v1: {} } }, ['missing or invalid attributes - removing resource']],
    [
      { ...resource, versions: { v1: { attributes: ['a'] } } },
      ['missing or invalid attributes - removing resource'],
    ],
  ])('%j is left out', (given, lines) => {
    expect(healOne(given)).toEqual({
      entry: undefined,
      log: told(...lines, REMOVED),
      backup: true,
    });
  });

  const { currentVersion: _, ...withoutCurrent } = resource;
  const changed = (from, to) => `changed currentVersion from ${from} to ${to}`;
  const twoVersions = { v2: version, v1: version };
  test.each([
    [withoutCurrent, resource, 'added missing currentVersion'],
    [{ ...resource, currentVersion: '' }, resource, 'added missing currentVersion'],
    [{ ...resource, currentVersion: { toString: 1 } }, resource, 'added missing currentVersion'],
    [{ ...resource, currentVersion: 1 }, resource, changed(1, 'v1')],
    [{ ...resource, currentVersion: 'toString' }, resource, changed('toString', 'v1')],
    [
      { ...resource, currentVersion: 'v9', versions: twoVersions },
      { ...resource, currentVersion: 'v2', versions: twoVersions },
      changed('v9', 'v2'),
    ],
    [{ ...resource, partitions: null }, resource, 'fixed invalid partitions object'],
    [{ ...resource, partitions: [] }, resource, 'fixed invalid partitions object'],
  ])('%j is repaired', (given, healed, line) => {
    expect(healOne(given)).toEqual({ entry: healed, log: told(line), backup: false });
  });

  const named = { name: 'x' };
  const cleaned = 'cleaned invalid hooks for event beforeInsert';
  const invalid = (event) => `hooks for event ${event} is invalid - removing`;
  test.each([
    [null, null, []],
    [{ beforeInsert: { count: 1, handlers: [named] } }, undefined, []],
    [{ beforeInsert: { count: 2, handlers: [named, 0] } }, undefined, []],
    ['x', {}, ['invalid hooks structure - using empty hooks']],
    [
      { beforeInsert: { count: 3, handlers: [named, '', null] }, afterInsert: { count: 1 } },
      { beforeInsert: { count: 1, handlers: [named] } },
      [cleaned, invalid('afterInsert')],
    ],
    [
      { beforeInsert: [null], afterInsert: null, afterGet: { handlers: 'x' } },
      {},
      [invalid('beforeInsert'), invalid('afterInsert'), invalid('afterGet')],
    ],
  ])('has its hooks %j cleaned', (hooks, healed = hooks, lines) => {
    const { entry, log, backup } = healOne({
      ...resource,
      versions: { v1: { ...version, hooks } },
    });
    expect(entry.versions.v1.hooks).toEqual(healed);
    expect(log).toEqual(told(...lines));
    expect(backup).toBe(false);
  });

  test('that cannot be used does not harm the others', () => {
    const text = JSON.stringify({ ...head, resources: { a: null, b: resource } });
    const { metadata, log } = heal(text, now);
    expect(log).toEqual(told('invalid structure', REMOVED));
    expect(metadata.resources).toEqual({ b: resource });
  });
});

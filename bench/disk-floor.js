import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * What a disk takes to keep records in files of their own, whoever asks it: a file is written under a
 * temporary name, synced, renamed, and its folder is synced.
 *
 * @typedef {import('./durability.js').Durability} Durability
 */

/**
 * @param {string} folder
 * @returns {number} bytes of one of the files below that hold records
 * @throws {Error} when there is none
 */
export function sizeOfRecord(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const record = files.find((file) => file.includes('id=') && file.endsWith('.meta.json'));
  if (record === undefined) throw new Error(`no record below \`${folder}\``);
  return statSync(join(folder, record)).size;
}

/** @param {string} folder */
function syncFolder(folder) {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Files in a folder, written one by one or as a group. */
export class DiskFloor {
  #made = 0;

  /**
   * @param {string} folder is made
   * @param {Durability} durability
   * @param {number} size bytes of a file
   */
  constructor(folder, durability, size) {
    mkdirSync(folder, { recursive: true });
    this.folder = folder;
    this.syncs = durability !== 'none';
    this.content = Buffer.alloc(size, 'x');
  }

  /** @param {number} count of files, each safe before the next is begun */
  alone(count) {
    for (let index = 0; index < count; index += 1) this.together(1);
  }

  /**
   * Writes files that become safe at the same time. Only one of them is synced, and their folder: what a
   * group of any size cannot do without.
   * @param {number} count
   */
  together(count) {
    const names = Array.from({ length: count }, () => join(this.folder, `id=${(this.#made += 1)}`));
    const handles = names.map((name) => {
      const handle = openSync(`${name}.tmp`, 'wx');
      writeSync(handle, this.content);
      return handle;
    });
    if (this.syncs) fsyncSync(handles[0]);
    handles.forEach((handle) => closeSync(handle));
    for (const name of names) renameSync(`${name}.tmp`, name);
    if (this.syncs) syncFolder(this.folder);
  }
}

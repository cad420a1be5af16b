import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders of the sides, in which each round makes folders of its own. */
const SIDES = ['reference', 'ours'];

/**
 * Lets folders that are made in a folder lie apart from each other on the disk, where the file system is
 * ext4: one without a journal takes up to a hundred times as long to make a file where others were removed
 * in the last minutes, by whomever.
 * @param {string} folder
 */
function spread(folder) {
  spawnSync('chattr', ['+T', folder], { stdio: 'ignore' });
}

/**
 * Lends a new folder, which is removed with all that it holds then.
 * @template Result
 * @param {string} above
 * @param {(folder: string) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withRunFolder(above, work) {
  mkdirSync(above, { recursive: true });
  const folder = mkdtempSync(join(resolve(above), 'run-'));
  try {
    spread(folder);
    for (const side of SIDES) {
      mkdirSync(join(folder, side));
      spread(join(folder, side));
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

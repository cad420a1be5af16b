/**
 * Loads what has to stay out of the import of this package: the addon's loader, which is CommonJS,
 * and modules that are needed only later.
 *
 * @module
 */
import { createRequire } from 'node:module';

/** Resolves names as an import in this package does, and loads at once. */
export const require = createRequire(import.meta.url);

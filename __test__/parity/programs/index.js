/**
 * All programs by id.
 */
import { bulks } from './bulk.js';
import { configs } from './config.js';
import { contents } from './content.js';
import { events } from './event.js';
import { extensions } from './extension.js';
import { helpers } from './helper.js';
import { hookResults } from './hook-result.js';
import { hooks } from './hook.js';
import { ids } from './id.js';
import { inserts } from './insert.js';
import { lists } from './list.js';
import { middlewares } from './middleware.js';
import { options } from './option.js';
import { randomPrograms } from './random.js';
import { reads } from './read.js';
import { schemas } from './schema.js';
import { validations } from './validation.js';
import { writes } from './write.js';

/**
 * @param {number} seed of the random ones
 * @returns {Record<string, import('../stage.js').Program>}
 */
export function programsOf(seed) {
  const fixed = { ...configs, ...inserts, ...reads, ...lists, ...writes, ...bulks, ...contents };
  const others = {
    ...hooks,
    ...events,
    ...middlewares,
    ...ids,
    ...helpers,
    ...extensions,
    ...options,
    ...hookResults,
    ...schemas,
    ...validations,
  };
  return { ...fixed, ...others, ...randomPrograms(seed) };
}

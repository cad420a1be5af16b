import { MemoryClient } from '../../lib/clients/memory-client.js';

/**
 * @param {object} [options]
 * @returns {MemoryClient} under `app` in bucket `b`; every bucket begins anew
 */
export function freshClient(options) {
  MemoryClient.clearAllStorage();
  return new MemoryClient({ bucket: 'b', keyPrefix: 'app', ...options });
}

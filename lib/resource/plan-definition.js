/**
 * What the engine is told of a resource.
 *
 * @module
 */
import { hasStore } from '../route.js';
import { sortedPartitions } from './partition-definition.js';

/** @typedef {import('./methods/properties.js').ResourceProperties} ResourceProperties */

/**
 * @param {ResourceProperties} resource
 * @returns {import('../plan.js').PlanDefinition} of the present configuration
 */
export function planDefinition(resource) {
  const { _config: config, client, name, version, attributes, behavior, idSize, map } = resource;
  const { timestamps, partitions, allNestedObjectsOptional } = config;
  const { asyncPartitions, strictPartitions } = config;
  const { schemaRegistry, pluginSchemaRegistry } = config;
  const marks = Object.entries(resource._pluginMarks);
  return {
    name,
    version,
    prefix: prefixOf(client),
    attributes,
    behavior,
    timestamps,
    partitions: sortedPartitions(partitions),
    defersReferences: asyncPartitions && !strictPartitions && !hasStore(client),
    idSize,
    metadataLimit: resource.metadataLimit,
    map: Object.keys(map ?? {}).length > 0 ? map : undefined,
    schemaRegistry,
    pluginSchemaRegistry,
    pluginAttributes: Object.fromEntries(marks.map(([key, mark]) => [key, mark.__plugin__])),
    security: securityOptions(config),
    allNestedObjectsOptional,
  };
}

/**
 * @param {any} client
 * @returns {string} what stands before every key: empty or a folder with a final slash
 */
function prefixOf(client) {
  return client._keys?.root ?? client.keyPrefix ?? client.config?.keyPrefix ?? '';
}

/** @param {import('./config.js').ResourceConfig} config */
function securityOptions({ security, autoDecrypt, autoEncrypt }) {
  const { passphrase, pepper, bcrypt, argon2, saltPerValue } = security;
  const { rounds } = bcrypt ?? {};
  return { passphrase, pepper, rounds, argon2, saltPerValue, autoDecrypt, autoEncrypt };
}

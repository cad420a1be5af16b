/**
 * The attribute types that are not rules of the validator: what each is validated as.
 */

import { native } from '../space.js';

/**
 * Rules of the validator, as one object definition.
 *
 * @typedef {{ type: string, [rule: string]: unknown }} RuleDefinition
 */

/** @type {ReadonlyMap<string, RuleDefinition>} */
const EXPANSIONS = new Map(
  Object.entries({
    mac: { type: 's3db-mac' },
    currency: { type: 's3db-currency' },
    ip4: { type: 'string' },
    ip6: { type: 'string' },
    buffer: { type: 'any' },
    bits: { type: 'any' },
    money: { type: 'number', min: 0 },
    crypto: { type: 'number', min: 0 },
    decimal: { type: 'number' },
    'geo:lat': { type: 'number', min: -90, max: 90 },
    'geo:lon': { type: 'number', min: -180, max: 180 },
    'geo:point': { type: 'any' },
    embedding: { type: 'embedding' },
  }),
);

const PARAMETRIC = /^(bits|money|crypto|decimal|geo:(?:lat|lon|point)|embedding):(.+)$/;

const CAMEL_CASE = new Map([
  ['geoLat', 'geo:lat'],
  ['geoLon', 'geo:lon'],
  ['geoPoint', 'geo:point'],
]);

const DASHED = /^geo-(?=(?:lat|lon|point)$)/;

/** @type {ReadonlySet<string>} */
const EXPLICIT = new Set(native.explicitTypes());

/**
 * Expands a type name, parameter included (`money:2`, `embedding:1536`), to the rules it stands for.
 *
 * @param {string} name
 * @returns {RuleDefinition | undefined} undefined if the name is the validator's own business
 */
export function expandType(name) {
  const canonical = CAMEL_CASE.get(name) ?? name;
  const [, base, parameter] = PARAMETRIC.exec(canonical) ?? [];
  const expansion = EXPANSIONS.get(base ?? canonical);
  if (expansion === undefined) return undefined;
  return base === 'embedding' ? { ...expansion, length: parameter } : { ...expansion };
}

/**
 * Completes an object definition with the rules that its type stands for; rules given in the
 * definition win.
 *
 * @param {RuleDefinition} definition
 * @returns {RuleDefinition}
 */
export function expandDefinition(definition) {
  const expansion = expandType(definition.type.replace(DASHED, 'geo:'));
  return expansion === undefined
    ? definition
    : { ...expansion, ...definition, type: expansion.type };
}

/**
 * Tells an object definition (`{ type: 'string', min: 3 }`) from a nested object that has an
 * attribute named `type`.
 *
 * @param {Record<string, unknown>} definition
 * @returns {definition is RuleDefinition}
 */
export function isObjectDefinition(definition) {
  const { type } = definition;
  if (typeof type !== 'string' || type.includes('|')) return false;
  return EXPLICIT.has(type) || type.startsWith('bits:') || type.startsWith('embedding:');
}

/**
 * Attributes that plugins add to a resource. Their keys are made of names alone, so that they move no
 * attribute of the user.
 *
 * @module
 */
import { ResourceError } from '../errors.js';
import { isUnsafeKey } from '../unsafe-key.js';
import { normalizeConfig } from './config.js';

/** @typedef {import('../resource.js').Resource} Resource */

/**
 * @typedef {object} PluginMark
 * @property {string} __plugin__
 * @property {number} __pluginCreated__ milliseconds since 1970
 */

/**
 * @param {Resource} resource
 * @param {string} attribute
 * @returns {string | undefined} the plugin that owns it
 */
function ownerOf({ _core: { plan } }, attribute) {
  const owner = Object.entries(plan.pluginSchemaRegistry).find(([, { mapping }]) =>
    Object.hasOwn(mapping, attribute),
  );
  return owner?.[0];
}

/**
 * @param {Resource} resource
 * @param {string} attribute
 * @param {any} definition text or object
 * @param {string} plugin
 * @throws {ResourceError} without a plugin, and for an attribute that is not the plugin's
 */
export function addPluginAttribute(resource, attribute, definition, plugin) {
  const facts = { resource: resource.name, attribute };
  if (!plugin) {
    throw new ResourceError('Plugin name is required when adding plugin attributes', facts);
  }
  const isDeclared = Object.hasOwn(resource.attributes, attribute) || isUnsafeKey(attribute);
  if (isDeclared && ownerOf(resource, attribute) !== plugin) {
    throw new ResourceError(
      `Attribute '${attribute}' already exists and is not from plugin '${plugin}'`,
      { ...facts, plugin },
    );
  }
  const mark = { __plugin__: plugin, __pluginCreated__: Date.now() };
  const isObject = typeof definition === 'object' && definition !== null;
  const marked = isObject ? { ...definition, ...mark } : definition;
  const attributes = { ...resource.attributes, [attribute]: marked };
  const marks = { ...resource._pluginMarks };
  delete marks[attribute];
  redeclare(resource, attributes, isObject ? marks : { ...marks, [attribute]: mark });
  tell(resource, 'plugin-attribute-added', { attribute, plugin, definition: marked });
}

/**
 * @param {Resource} resource
 * @param {string} attribute
 * @param {string} [plugin] that must own it
 * @returns {boolean} whether there was such an attribute of a plugin
 * @throws {ResourceError} for an attribute of another plugin
 */
export function removePluginAttribute(resource, attribute, plugin) {
  const owner = ownerOf(resource, attribute);
  if (owner === undefined) return false;
  if (plugin && owner !== plugin) {
    throw new ResourceError(
      `Attribute '${attribute}' belongs to plugin '${owner}', not '${plugin}'`,
      {
        resource: resource.name,
        attribute,
        plugin,
      },
    );
  }
  const { [attribute]: _removed, ...attributes } = resource.attributes;
  const { [attribute]: _mark, ...marks } = resource._pluginMarks;
  redeclare(resource, attributes, marks);
  tell(resource, 'plugin-attribute-removed', { attribute, plugin: owner });
  return true;
}

/**
 * @param {Resource} resource
 * @param {Record<string, unknown>} attributes
 * @param {Record<string, PluginMark>} marks of definitions that are text
 */
function redeclare(resource, attributes, marks) {
  const before = resource._pluginMarks;
  resource._pluginMarks = marks;
  try {
    resource._redeclare(normalizeConfig({ ...resource._config, attributes }), {});
  } catch (error) {
    resource._pluginMarks = before;
    throw error;
  }
}

/**
 * @param {Resource} resource
 * @param {string} event
 * @param {object} facts
 */
function tell({ name, database }, event, facts) {
  database?.emit(event, { resource: name, ...facts });
}

/**
 * @param {Resource} resource
 * @returns {Record<string, string[]>} names of attributes by plugin
 */
export function pluginAttributes({ _core: { plan } }) {
  const plugins = Object.entries(plan.pluginSchemaRegistry);
  return Object.fromEntries(
    plugins
      .map(([plugin, { mapping }]) => /** @type {const} */ ([plugin, Object.keys(mapping)]))
      .filter(([, names]) => names.length > 0),
  );
}

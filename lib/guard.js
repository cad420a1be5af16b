/**
 * Guards: who may do what with a resource. Operations do not ask them; what stands before a resource,
 * such as an API, does.
 *
 * @module
 */

/**
 * What a guard knows of a user: claims as tokens carry them.
 *
 * @typedef {object} User
 * @property {string} [scope] scopes, separated by spaces
 * @property {string} [azp] name of the client among `resource_access`
 * @property {Record<string, {roles?: string[]}>} [resource_access]
 * @property {{roles?: string[]}} [realm_access]
 * @property {string[]} [roles]
 */

/** The client of users whose token does not name one. */
const DEFAULT_CLIENT = 'default';

/**
 * @param {any} guard as it was given: a list of roles and scopes holds for all operations
 * @returns {any} rules by operation, or null
 */
export function rulesOf(guard) {
  return Array.isArray(guard) ? { '*': guard } : (guard ?? null);
}

/**
 * What no rule speaks of is allowed. A rule that is neither a boolean nor a list nor a function
 * denies, as does a function that throws or answers anything but `true`.
 *
 * @param {Record<string, any> | boolean | null | undefined} guard rules by operation, `*` for others
 * @param {string} operation
 * @param {any} context of the call, with its `user`
 * @param {any} [record]
 * @returns {Promise<boolean>}
 */
export async function isAllowed(guard, operation, context, record) {
  const rule = ruleOf(guard, operation);
  if (rule === undefined) return true;
  if (Array.isArray(rule)) return hasRoleOrScope(rule, context?.user);
  if (typeof rule !== 'function') return rule === true;
  try {
    return (await rule(context, record)) === true;
  } catch {
    return false;
  }
}

/**
 * @param {Record<string, any> | boolean | null | undefined} guard
 * @param {string} operation
 * @returns {any} undefined where there is no rule
 */
function ruleOf(guard, operation) {
  if (typeof guard !== 'object' || guard === null) return guard ?? undefined;
  return ownRule(guard, operation) ?? ownRule(guard, '*') ?? undefined;
}

/**
 * @param {Record<string, any>} guard
 * @param {string} name
 */
function ownRule(guard, name) {
  return Object.hasOwn(guard, name) ? guard[name] : undefined;
}

/**
 * @param {unknown[]} required
 * @param {User | null | undefined} user
 * @returns {boolean} whether the user has one of the roles or scopes
 */
export function hasRoleOrScope(required, user) {
  if (typeof user !== 'object' || user === null) return false;
  const { scope, azp, resource_access: access, realm_access: realm, roles } = user;
  const client = azp ?? process.env.CLIENT_ID ?? DEFAULT_CLIENT;
  const granted = [
    typeof scope === 'string' ? scope.split(' ') : [],
    access?.[client]?.roles,
    realm?.roles,
    roles,
  ].flatMap((list) => (Array.isArray(list) ? list : []));
  return required.some((name) => granted.includes(/** @type {string} */ (name)));
}

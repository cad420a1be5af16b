/** Inference: which attributes may be absent or null. */
import type { ExplicitTypeName, ShorthandDefinition } from './attributes.js';

/** Whether a shorthand has a rule, switched on. */
type HasRule<D extends string, Rule extends string> = `${D}|` extends
  `${string}|${Rule}|${string}` | `${string}|${Rule}:true|${string}`
  ? true
  : false;

/** The presence of a shorthand. */
type ShorthandPresence<D extends string> = D extends `${string}|default:${string}`
  ? 'default'
  : HasRule<D, 'optional'> extends true
    ? 'optional'
    : HasRule<D, 'generate'> extends true
      ? 'generated'
      : D extends 'forbidden' | `forbidden|${string}`
        ? 'optional'
        : 'required';

/** The presence of an object definition. */
type ExplicitPresence<D> = D extends { readonly default: {} }
  ? 'default'
  : D extends { readonly optional: infer Optional }
    ? true extends Optional
      ? 'optional'
      : 'required'
    : D extends { readonly generate: true }
      ? 'generated'
      : 'required';

/** The presence of nested attributes. */
type NestedPresence<D, N extends boolean> = D extends { readonly $$type: infer Rule }
  ? Rule extends `${string}required${string}`
    ? 'required'
    : Rule extends `${string}optional${string}`
      ? 'optional'
      : NestedDefault<N>
  : NestedDefault<N>;

/** The presence of nested attributes that do not say. */
type NestedDefault<N extends boolean> = N extends false ? 'required' : 'optional';

/**
 * Whether a value must be given, may be absent, or is filled in when absent.
 *
 * @template D definition
 * @template N `allNestedObjectsOptional`
 */
export type Presence<D, N extends boolean> = ShorthandDefinition extends D
  ? 'optional'
  : D extends string
    ? ShorthandPresence<D>
    : D extends readonly (infer Alternative)[]
      ? [Presence<Alternative, N>] extends ['optional']
        ? 'optional'
        : 'required'
      : D extends { readonly type: ExplicitTypeName }
        ? ExplicitPresence<D>
        : D extends { readonly type: string }
          ? string extends D['type']
            ? 'optional'
            : NestedPresence<D, N>
          : NestedPresence<D, N>;

/** Whether a definition has the rule `nullable`. */
export type IsNullable<D> = D extends string
  ? HasRule<D, 'nullable'>
  : D extends { readonly type: ExplicitTypeName; readonly nullable: true }
    ? true
    : false;

export {};

/** The validator. */
import FastestValidator from 'fastest-validator';

/** Options of a validator. */
export interface ValidatorSettings {
  /** Merged into the options of `fastest-validator`: `messages`, `aliases`, `customRules` … */
  options?: Record<string, any>;
  /** Kept as a property. */
  security?: object;
  /** Kept as a property, default true. */
  autoEncrypt?: boolean;
  /** Kept as a property, default true. */
  autoHash?: boolean;
  /** Kept as a property. */
  threadPool?: object;
}

/**
 * `fastest-validator` with the types and messages of this package. Secrets and passwords are
 * checked, not encrypted or hashed.
 *
 * ```js
 * const check = new Validator().compile({ color: 'color' });
 * ```
 */
export class Validator extends FastestValidator {
  /** Compiles nothing yet. */
  constructor(settings?: ValidatorSettings);

  security: object | undefined;
  autoEncrypt: boolean;
  autoHash: boolean;
  threadPool: object | undefined;
}

const MASK = '***';

const SCHEME_AND_SLASHES = /^\s*(?:[a-z][a-z\d+.-]*:)?[\\/]+/i;

const PORT = /^:\d{1,5}(?:[\\/?#]|$)/;

const SECRET_PARAMETER =
  /([?&][^=&]*(?:auth|credential|key|pass|secret|signature|token)[^=&]*=)[^&]*/gi;

/**
 * Text of a connection string that may be shown: every secret is replaced by `***`.
 *
 * A text that did not parse has no reliable parts, so that masking rather takes too much: all
 * between the first colon after the scheme and the last `@`; without an `@`, all after a colon
 * that does not begin a port; the values of query parameters whose name speaks of a secret. Of
 * `reddb:` the whole user part is masked, since a token stands there alone.
 *
 * @param {string} text
 * @returns {string}
 */
export function maskSecrets(text) {
  return maskCredentials(text).replace(SECRET_PARAMETER, `$1${MASK}`);
}

/** @param {string} text */
function maskCredentials(text) {
  const start = SCHEME_AND_SLASHES.exec(text)?.[0].length ?? 0;
  const at = text.lastIndexOf('@');
  const colon = text.indexOf(':', start);
  if (at >= start) {
    const secret = /^\s*reddb:/i.test(text) ? start : colon + 1;
    return secret > 0 && secret <= at ? text.slice(0, secret) + MASK + text.slice(at) : text;
  }
  const isExposed = start > 0 && colon >= 0 && !PORT.test(text.slice(colon));
  return isExposed ? text.slice(0, colon + 1) + MASK : text;
}

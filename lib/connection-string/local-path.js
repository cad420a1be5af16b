import path from 'node:path';

/**
 * Path that a URL means, percent-encoded. Of a URL of `file:` the parser has made slashes of
 * backslashes, and `C:` a part of the path wherever it stood.
 *
 * @param {URL} url
 * @param {(host: string) => string} directoryOf what a host name stands for
 */
export function locate({ hostname, pathname }, directoryOf) {
  if (hostname === '' || hostname === 'localhost') return pathname;
  if (hostname === '.' || hostname === '..') return hostname + pathname;
  if (/^[a-z]$/i.test(hostname)) return `${hostname}:${pathname}`;
  return directoryOf(hostname) + pathname;
}

/**
 * Absolute form of a path. Where there are drives, the slash that a URL puts before their letter is
 * not part of it, and a letter alone is the root of its drive; two slashes begin the name of a server.
 *
 * @param {string} location decoded
 * @param {Pick<import('node:path').PlatformPath, 'sep' | 'resolve'>} [paths] those of the system when
 *   absent
 */
export function resolveLocation(location, paths = path) {
  if (paths.sep === '/') return paths.resolve(location);
  return paths.resolve(location.replace(/^\/(?=[a-z]:)/i, '').replace(/^[a-z]:$/i, '$&/'));
}

/**
 * Whether one of the tags of an `If-Match` or `If-None-Match` value is the object's (RFC 9110,
 * 8.8.3). `*` matches every object; weak marks and quotes do not count.
 *
 * @param {string} wanted
 * @param {string} etag
 * @returns {boolean}
 */
export function matchesTag(wanted, etag) {
  return wanted.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag));
}

/** @param {string} tag */
function bare(tag) {
  return tag.trim().replace(/^W\//, '').replaceAll('"', '');
}

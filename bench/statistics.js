/**
 * @param {number[]} values not empty
 * @returns {number}
 */
export function median(values) {
  const ascending = [...values].sort((left, right) => left - right);
  const middle = ascending.length >> 1;
  return ascending.length % 2 === 1
    ? ascending[middle]
    : (ascending[middle - 1] + ascending[middle]) / 2;
}

/**
 * @param {number[]} ratios positive, not empty
 * @param {number} cap every ratio counts at most this much, so that no single row decides
 * @returns {number}
 */
export function cappedGeometricMean(ratios, cap) {
  const logarithms = ratios.map((ratio) => Math.log(Math.min(ratio, cap)));
  return Math.exp(logarithms.reduce((sum, value) => sum + value, 0) / ratios.length);
}

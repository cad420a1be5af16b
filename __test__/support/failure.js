/**
 * What a call that must fail has failed with.
 *
 * @param {Promise<unknown>} promise
 * @returns {Promise<any>} its error; one that says so if there is none
 */
export function failure(promise) {
  return promise.then(
    () => new Error('succeeded'),
    (error) => error,
  );
}

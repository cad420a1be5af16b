/** Calls that are under way where they are not made one after another. */
export const AT_ONCE = 50;

/**
 * @template Input, Output
 * @param {Input[]} inputs
 * @param {(input: Input) => Promise<Output>} call
 * @returns {Promise<Output[]>} one after another
 */
export async function sequentially(inputs, call) {
  const outputs = [];
  for (const input of inputs) outputs.push(await call(input));
  return outputs;
}

/**
 * @template Input, Output
 * @param {Input[]} inputs
 * @param {(input: Input) => Promise<Output>} call
 * @returns {Promise<Output[]>} in the order of the inputs; {@link AT_ONCE} calls are under way until
 *   the inputs run out
 */
export async function atOnce(inputs, call) {
  /** @type {Output[]} */
  const outputs = Array.from({ length: inputs.length });
  let next = 0;
  const worker = async () => {
    while (next < inputs.length) {
      const index = next;
      next += 1;
      outputs[index] = await call(inputs[index]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outputs;
}

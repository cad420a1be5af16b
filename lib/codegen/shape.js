/**
 * Constructors that give records their hidden classes.
 *
 * @module
 */
/** @type {Map<number, Function>} constructors by the number of properties */
const shapes = new Map();

/** Properties that V8 keeps in an object at most. */
const MAX_ROOM = 200;

/**
 * A constructor of plain objects with room for a number of properties. V8 reserves as many as it sees
 * assigned; a literal has room for four and is moved again and again as it grows. All resources share
 * the constructors, so that records of one definition have one hidden class wherever they come from.
 *
 * @param {number} wanted properties
 * @returns {Function}
 */
export function shapeOf(wanted) {
  const room = Math.min(wanted, MAX_ROOM);
  let shape = shapes.get(room);
  if (!shape) {
    const properties = Array.from({ length: room }, (_, at) => `this.p${at} = 0;`);
    shape = new Function(`return function Shape() { if (false) { ${properties.join(' ')} } }`)();
    /** @type {Function} */ (shape).prototype = Object.prototype;
    shapes.set(room, /** @type {Function} */ (shape));
  }
  return /** @type {Function} */ (shape);
}

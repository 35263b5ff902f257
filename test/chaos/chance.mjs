/** Chance that can be repeated: the same seed throws the same dice (mulberry32). */
export class Chance {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0;
  }
  /** 0 ≤ x < 1 */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  /** from ≤ whole number < to @param {number} from @param {number} to */
  between(from, to) {
    return from + Math.floor(this.next() * (to - from));
  }
  /** @template T @param {readonly T[]} list @returns {T} */
  one(list) {
    return list[this.between(0, list.length)];
  }
}

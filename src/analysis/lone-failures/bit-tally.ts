/**
 * Counts, for each of 32 bits, in how many numbers it was set.
 *
 * The counts stand upright: plane `k` holds bit `k` of all 32. Adding a number is two steps on average, however many
 * of its bits are set.
 *
 * @example
 * ```ts
 * const tally = new BitTally();
 * for (const bits of [0b01, 0b11, 0b11]) tally.add(bits);
 * [0, 1, 2].map((bit) => tally.countOf(bit));
 * // => [3, 2, 0]
 * ```
 */
export class BitTally {
  private readonly planes = new Int32Array(32);

  /** Counts the bits of one more number. */
  add(bits: number): void {
    let carry = bits;
    for (let plane = 0; carry !== 0; plane += 1) {
      const before = this.planes[plane] as number;
      this.planes[plane] = before ^ carry;
      carry &= before;
    }
  }

  /** In how many of the numbers this bit was set. */
  countOf(bit: number): number {
    return this.planes.reduce(
      (count, plane, power) => count + ((plane >>> bit) & 1) * 2 ** power,
      0,
    );
  }
}

/**
 * Shares `whole` units by weights, in whole units: each gets the floor of its share, what is left goes to the largest remainders, ties to the
 * earlier one. The parts add up to `whole`. The remainders are compared as integers. `total` is the sum of the weights, above 0.
 */
export function shareByLargestRemainder(whole: number, weights: readonly number[], total: number): number[] {
  const shares = weights.map((weight, index) => {
    const remainder = (whole * weight) % total;
    return { index, floor: (whole * weight - remainder) / total, remainder };
  });
  const parts = shares.map(({ floor }) => floor);
  const left = whole - parts.reduce((sum, floor) => sum + floor, 0);
  const largestFirst = [...shares].sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of largestFirst.slice(0, left)) parts[index]! += 1;
  return parts;
}

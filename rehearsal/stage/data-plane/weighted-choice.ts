/**
 * Draws one item; its chance is its weight divided by the sum of all weights.
 *
 * @param random a number in [0, 1)
 * @returns nothing when no item has a weight above 0
 */
export function weightedChoice<T>(items: readonly T[], weight: (item: T) => number, random: number): T | undefined {
  const total = items.reduce((sum, item) => sum + weight(item), 0);
  let rest = random * total;
  let last: T | undefined;
  for (const item of items) {
    const share = weight(item);
    if (share <= 0) continue;
    if (rest < share) return item;
    rest -= share;
    last = item; // rounding may leave a rest after the last item
  }
  return last;
}

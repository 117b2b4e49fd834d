/** Where each place of a changed text stood in the original, kept only where the distance between the two changes. */

export type Places = { readonly changed: number[]; readonly original: number[] };

export function newPlaces(): Places {
  return { changed: [0], original: [0] };
}

/** From `changed` on, the text runs as the original does from `original`. In order of `changed`. */
export function mark(places: Places, changed: number, original: number): void {
  const last = places.changed.length - 1;
  const distance = (places.original[last] ?? 0) - (places.changed[last] ?? 0);
  if (original - changed === distance) return;
  if (places.changed[last] === changed) places.original[last] = original;
  else {
    places.changed.push(changed);
    places.original.push(original);
  }
}

/** Never beyond where the next run began: one original letter may have become two. */
export function placeIn({ changed, original }: Places, offset: number, length: number): number {
  let low = 0;
  let high = changed.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((changed[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const at = (original[low] ?? 0) + Math.max(0, offset) - (changed[low] ?? 0);
  return Math.min(at, original[low + 1] ?? length, length);
}

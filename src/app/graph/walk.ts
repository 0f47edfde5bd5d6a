/** Where an arrow key leads: the nearest thing in that direction, favouring the same row or column. Pure. */

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';
export const DIRECTIONS: readonly Direction[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Index of the place that `direction` leads to from place `from`; undefined at the edge. */
export function nextPlace(places: readonly Place[], from: number, direction: Direction): number | undefined {
  const start = places[from];
  if (start === undefined) return undefined;
  const horizontal = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowRight' || direction === 'ArrowDown' ? 1 : -1;
  const at = (place: Place) => ({ x: place.left + place.width / 2, y: place.top + place.height / 2 });
  const origin = at(start);
  let best: number | undefined;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const [index, place] of places.entries()) {
    if (index === from) continue;
    const point = at(place);
    const along = sign * (horizontal ? point.x - origin.x : point.y - origin.y);
    const across = Math.abs(horizontal ? point.y - origin.y : point.x - origin.x);
    if (along <= 1) continue;
    const score = along + 3 * across;
    if (score < bestScore) {
      bestScore = score;
      best = index;
    }
  }
  return best;
}

/** Arrow keys on the graph: from card to card, to node names and to controllers, near and far alike. */
import { type KeyboardEvent, useCallback } from 'react';
import type { GraphShared } from './GraphContext';
import { type Direction, DIRECTIONS, nextPlace, type Place } from './walk';

interface Stop extends Place {
  readonly go: () => void;
  readonly element: Element | undefined;
}

/** A key handler for the element that holds the graph. In a guest frame left and right turn the pages of the deck around it. */
export function useWalk(graph: GraphShared, embed: boolean): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback(
    (event) => {
      const direction = DIRECTIONS.find((name) => name === event.key);
      if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      if (embed && (direction === 'ArrowLeft' || direction === 'ArrowRight')) return;
      const holder = event.currentTarget;
      const start = (event.target as Element).closest('[data-walk]'); // Key events come from elements.
      if (start === null && event.target !== holder) return;
      event.preventDefault();
      walk(graph, holder, start, direction);
    },
    [graph, embed],
  );
}

function walk(graph: GraphShared, holder: HTMLElement, start: Element | null, direction: Direction): void {
  const stops = stopsOf(graph, holder);
  const from = stops.findIndex(({ element }) => element !== undefined && element === start);
  if (from < 0) {
    stops[0]?.go();
    return;
  }
  const next = nextPlace(stops, from, direction);
  if (next !== undefined) stops[next]?.go();
}

function stopsOf(graph: GraphShared, holder: HTMLElement): readonly Stop[] {
  const origin = holder.getBoundingClientRect();
  const elements = [...holder.querySelectorAll<HTMLElement>('[data-walk]')];
  const stops: Stop[] = elements.map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { left: left - origin.left, top: top - origin.top, width, height, element, go: () => element.focus() };
  });
  if (!graph.store.getState().far) return stops;
  const shown = new Set(elements.map((element) => element.dataset.pod));
  for (const cell of graph.painter?.cells() ?? []) {
    if (shown.has(cell.key)) continue;
    stops.push({ ...cell, element: undefined, go: () => focusFar(graph, holder, cell.key) });
  }
  return stops;
}

/** Makes the painted pod an element, then focuses it. */
function focusFar(graph: GraphShared, holder: HTMLElement, key: string): void {
  graph.store.setState({ active: key });
  requestAnimationFrame(() => holder.querySelector<HTMLElement>('.active-pod > button')?.focus());
}

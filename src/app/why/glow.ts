/** Which numbers of the chain an object of the graph, or a component, wears. Numbers follow time: the oldest is 1. */
import { useStore } from 'zustand';
import type { Kind } from '../../api/kinds';
import type { WhyChain } from '../../client/why';
import { refKey } from '../stores/selectionStore';
import { whyStore } from './whyStore';

/** By object, `Pod default/kubia`, and by component, `by kubelet/worker-1`: `2`, `1 5`, or `2-4`. */
export type Glow = ReadonlyMap<string, string>;

const NOTHING: Glow = new Map();
const known = new WeakMap<WhyChain, Glow>();

/** `2`, or `2 5` for an object of several cards; undefined for one that the chain does not name. */
export function useGlow(kind: Kind, key: string): string | undefined {
  return useStore(whyStore, ({ chain }) => glowOf(chain).get(`${kind} ${key}`));
}

/** The same for a component: `kube-scheduler`, `kubelet/worker-1`. */
export function useActorGlow(by: string): string | undefined {
  return useStore(whyStore, ({ chain }) => glowOf(chain).get(`by ${by}`));
}

/** All numbers of a chain; the same map for the same chain. */
export function glowOf(chain: WhyChain | undefined): Glow {
  if (chain === undefined) return NOTHING;
  let found = known.get(chain);
  if (found === undefined) {
    found = new Map([...numbersOf(chain)].map(([place, numbers]) => [place, stepsText([...numbers])]));
    known.set(chain, found);
  }
  return found;
}

function numbersOf({ cards }: WhyChain): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  const add = (place: string, number: number) => found.set(place, (found.get(place) ?? new Set()).add(number));
  for (const [index, { wrote, objects = [], by }] of cards.toReversed().entries()) {
    const number = index + 1;
    add(`by ${by}`, number);
    // An Event is drawn nowhere: what it is about stands among the objects.
    const places = wrote === undefined ? objects : [wrote, ...objects];
    for (const place of places) add(`${place.kind} ${refKey(place)}`, number);
    if (places.length === 0 && by.startsWith('kubelet/')) add(`Node ${by.slice('kubelet/'.length)}`, number);
  }
  return found;
}

/** `1 5`; three or more in a row as `2-4`. `numbers` rise. */
function stepsText(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([first, last]) => (first === last ? `${first}` : `${first}${last - first > 1 ? '-' : ' '}${last}`))
    .join(' ');
}

/** Follows the objects that requests meet; what reads the same stays the same object, so that a change costs its own box. */
import { useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useList, useSimulation } from '../cluster/ClusterContext';
import { useOpenServices } from '../sending/useSend';
import { cardDensity, type LayoutSize, type Room } from '../layout/layoutSize';
import { type TrafficModel, trafficModel } from './model';
import { clientId } from './route';
import { CLIENT, type TrafficLayout, trafficLayout } from './trafficLayout';
import { type TrafficState, trafficStore } from './trafficStore';

/** Narrower than this, columns do not fit side by side. */
const STACKED_BELOW = 560;
/** Pods that have sent something lately are drawn as clients, at most so many. */
const MOST_CLIENTS = 4;
const LATELY = 60;
/** The switches lie over the upper edge, px. */
const BAR = 30;

export interface TrafficPicture {
  readonly model: TrafficModel;
  readonly layout: TrafficLayout;
}

/** Everything to draw, in `room`. */
export function useTrafficPicture(size: LayoutSize, room: Room): TrafficPicture {
  const services = useOpenServices();
  const slices = useList('EndpointSlice');
  const ingresses = useList('Ingress');
  const classes = useList('IngressClass');
  const simulated = useSimulation() !== undefined;
  const model = useShared(
    useMemo(() => trafficModel({ services, slices, ingresses, classes }), [services, slices, ingresses, classes]),
  );
  const sources = useStore(trafficStore, sourcesOf);
  const { width } = room;
  const layout = useMemo(() => {
    const above = simulated && size !== 'embed' && size !== 'tiny' ? (width < STACKED_BELOW ? 2 : 1) * BAR : 0;
    const mid = cardDensity(size, width) === 'mid';
    const clients = simulated
      ? [
          CLIENT,
          ...sources
            .split(' ')
            .filter((id) => id !== '')
            .map(spelt),
        ]
      : [];
    return trafficLayout({ model, clients, width, mid, stacked: width < STACKED_BELOW, hasCounts: simulated, above });
  }, [model, sources, width, size, simulated]);
  return useMemo(() => ({ model, layout }), [model, layout]);
}

const spelt = (key: string) => `from ${key}`;

/** Pods among the senders of the last requests, as one text: equal texts are the same picture. */
function sourcesOf({ requests }: TrafficState): string {
  const ids = new Set<string>();
  for (const record of requests.slice(-LATELY).toReversed()) {
    const id = clientId(record);
    if (id !== CLIENT && ids.size < MOST_CLIENTS) ids.add(id.slice('from '.length));
  }
  return [...ids].sort().join(' ');
}

/** `next` with the boxes of the last model wherever they read the same. */
function useShared(next: TrafficModel): TrafficModel {
  const last = useRef({ model: next, texts: new Map<string, { readonly text: string; readonly view: unknown }>() });
  if (last.current.model === next && last.current.texts.size > 0) return next;
  const { texts, model: before } = last.current;
  const fresh = new Map<string, { readonly text: string; readonly view: unknown }>();
  const keep = <T extends { readonly id: string }>(view: T): T => {
    const text = JSON.stringify(view);
    const known = texts.get(view.id);
    const kept = known?.text === text ? (known.view as T) : view; // One entry per id, and an id names its kind.
    fresh.set(view.id, { text, view: kept });
    return kept;
  };
  const shared = { ingresses: next.ingresses.map(keep), services: next.services.map(keep) };
  const model =
    isSame(before.ingresses, shared.ingresses) && isSame(before.services, shared.services) ? before : shared;
  last.current = { model, texts: fresh };
  return model;
}

const isSame = (left: readonly unknown[], right: readonly unknown[]) =>
  left.length === right.length && left.every((view, index) => view === right[index]);

/** Which way a request took across the picture, and at which of its boxes each hop stands. Pure. */
import type { Hop, RequestRecord } from '../../client/traffic';
import type { PathView } from './model';
import { type Anchor, CLIENT, type Point, type TrafficLayout } from './trafficLayout';

/** One line that a request goes along, from a point to a point. */
export interface Leg {
  readonly from: Point;
  readonly to: Point;
}
export interface Route {
  readonly legs: readonly Leg[];
  /** Where it ended: there stands its status. */
  readonly end: Point;
  /** Where each hop stands, in their order; undefined where nothing of it is drawn. */
  readonly places: readonly (Point | undefined)[];
}

/** The id of the box of whoever sent a request. */
export function clientId({ source }: Pick<RequestRecord, 'source'>): string {
  return source?.kind === 'Pod' ? `from ${source.namespace}/${source.name}` : CLIENT;
}

/** The route of `record`; undefined while its client is not drawn. */
export function routeOf(record: RequestRecord, layout: TrafficLayout): Route | undefined {
  const start = layout.anchors.get(clientBoxId(record, layout));
  if (start === undefined) return undefined;
  const legs: Leg[] = [];
  const places: (Point | undefined)[] = [];
  let at = { out: start.out, shown: start.out, mark: start.mark };
  for (const hop of record.hops) {
    const stop = stopOf(hop, record, layout);
    if (stop !== undefined && stop.in !== at.shown) {
      if (!isSame(stop.in, at.shown)) legs.push({ from: at.out, to: stop.in });
      at = { out: stop.out, shown: stop.in, mark: stop.mark };
    }
    places.push(at.mark);
  }
  const last = legs.at(-1);
  return { legs, end: last?.to ?? start.out, places };
}

const isSame = (a: Point, b: Point) => a.x === b.x && a.y === b.y;

function clientBoxId(record: RequestRecord, layout: TrafficLayout): string {
  const id = clientId(record);
  return layout.clients.has(id) ? id : CLIENT;
}

/** The box that a hop is about, and the point of it at which the request leaves. */
function stopOf(hop: Hop, { pod }: RequestRecord, layout: TrafficLayout): Anchor | undefined {
  const { object, place } = hop;
  // Who asks stays where it is, also where its pod is drawn as somebody's endpoint.
  if (place === 'client') return undefined;
  if (object === undefined) {
    // No rule matched: what the controller itself does stands at the first Ingress.
    const [first] = place === 'ingress' ? layout.ingresses.keys() : [];
    return first === undefined ? undefined : layout.anchors.get(first);
  }
  const key = `${object.namespace}/${object.name}`;
  if (object.kind === 'Service') return serviceStop(`Service ${key}`, hop, layout, pod);
  if (object.kind === 'Ingress') return ingressStop(`Ingress ${key}`, hop, layout);
  return object.kind === 'Pod' ? podStop(key, layout) : undefined;
}

function serviceStop(id: string, hop: Hop, layout: TrafficLayout, pod: RequestRecord['pod']): Anchor | undefined {
  const box = layout.anchors.get(id);
  if (box === undefined) return undefined;
  const address = hop.toAfter?.ip ?? addressOf(id, pod, layout);
  const row = address === undefined ? undefined : layout.anchors.get(`${id}@${address}`);
  // One of those that are only counted leaves from the Service itself.
  return { ...box, out: (row ?? box).out };
}

function addressOf(id: string, pod: RequestRecord['pod'], layout: TrafficLayout): string | undefined {
  if (pod === undefined) return undefined;
  const key = `${pod.namespace}/${pod.name}`;
  return layout.services.get(id)?.rows.find((row) => row.pod === key)?.address;
}

function ingressStop(id: string, hop: Hop, layout: TrafficLayout): Anchor | undefined {
  const box = layout.anchors.get(id);
  if (box === undefined) return undefined;
  const { path, service } = hop.rule.params ?? {};
  const paths = layout.ingresses.get(id)?.paths ?? [];
  const isMeant = (view: PathView) =>
    (path === undefined || view.path === path) && (service === undefined || view.backend.startsWith(`${service}:`));
  const row = path === undefined && service === undefined ? -1 : paths.findIndex(isMeant);
  return { ...box, out: (layout.anchors.get(`${id}#${row}`) ?? box).out };
}

function podStop(key: string, layout: TrafficLayout): Anchor | undefined {
  const card = layout.anchors.get(`Pod ${key}`);
  if (card !== undefined) return card;
  // Without cards, the row of a Service stands for its pod.
  for (const [service, { rows }] of layout.services) {
    const row = rows.find(({ pod }) => pod === key);
    if (row !== undefined) return layout.anchors.get(`${service}@${row.address}`);
  }
  return undefined;
}

/**
 * Where the traffic view draws what: columns client, Ingress, Services, pods, and the points at which lines begin and
 * end. One column on narrow pages, without pods: the rows of a Service name them. Pure.
 */
import type { Box } from '../graph/nodesLayout';
import type { EndpointView, IngressView, PathView, ServiceView, TrafficModel } from './model';

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Where lines arrive at something and leave it. */
export interface Anchor {
  readonly in: Point;
  readonly out: Point;
  /** Where the number of a hop stands. */
  readonly mark: Point;
}

/** A Service as far as it is drawn: of many endpoints the first ones, and those that are not ready before the others. */
export interface ServiceBoxLayout {
  readonly box: Box;
  readonly rows: readonly EndpointView[];
  /** Endpoints beyond `rows`. */
  readonly more: { readonly ready: number; readonly notReady: number };
}

export interface EdgeLayout {
  readonly from: string;
  readonly to: string;
  /** Dotted: nothing goes this way now. */
  readonly isIdle: boolean;
}

export interface TrafficLayout {
  readonly mid: boolean;
  readonly stacked: boolean;
  /** Client boxes by id: the learner's own machine is `client`, pods are `from namespace/name`. */
  readonly clients: ReadonlyMap<string, Box>;
  readonly ingresses: ReadonlyMap<string, { readonly box: Box; readonly paths: readonly PathView[] }>;
  readonly services: ReadonlyMap<string, ServiceBoxLayout>;
  /** Pod cards by `namespace/name`, each once. */
  readonly pods: ReadonlyMap<string, Box>;
  /** The id of the Service beside which a pod's card stands: the first that has it. */
  readonly podHomes: ReadonlyMap<string, string>;
  /** Headings of the columns. */
  readonly captions: readonly { readonly what: 'client' | 'ingress' | 'service' | 'pod'; readonly box: Box }[];
  readonly edges: readonly EdgeLayout[];
  /** By id; rows of an Ingress are `ID#n`, endpoints of a Service `ID@address`. */
  readonly anchors: ReadonlyMap<string, Anchor>;
  readonly bounds: Box;
}

export interface TrafficLayoutInput {
  readonly model: TrafficModel;
  /** Ids of clients; the first is `client`. */
  readonly clients: readonly string[];
  /** Of the canvas, in px. */
  readonly width: number;
  readonly mid: boolean;
  readonly stacked: boolean;
  /** A row with counts under each Service. */
  readonly hasCounts: boolean;
  /** Px above the picture that something else covers. */
  readonly above: number;
}

export const CLIENT = 'client';
/** Row heights in px, full and mid cards. */
export const HEAD = { full: 42, mid: 46 } as const;
export const ROW = { full: 26, mid: 30 } as const;
export const COUNTS = { full: 38, mid: 44 } as const;
const CAPTION = 22;
const SPACE = 18;
/** Endpoints of a Service that are drawn one by one; fewer where there are many Services. */
const MOST_ROWS = 6;
const FEW_ROWS = 3;
const MANY_SERVICES = 8;
/** Beyond this, lines from the client straight to Services say nothing any more. */
const MOST_OPEN_EDGES = 12;
const POD = { full: { width: 110, height: 60 }, mid: { width: 110, height: 44 } } as const;
const CLIENT_BOX = { full: 128, mid: 138, height: 148 } as const;
const POD_CLIENT_HEIGHT = 52;
const MOST_WIDTH = { ingress: 236, service: 276 } as const;
const LEAST_GAP = 34;
const MOST_GAP = 72;

/** Boxes, lines and anchors of `model`. */
export function trafficLayout(input: TrafficLayoutInput): TrafficLayout {
  const columns = input.stacked ? stackedColumns(input) : columnsOf(input);
  const state: Draft = {
    clients: new Map(),
    ingresses: new Map(),
    services: new Map(),
    pods: new Map(),
    podHomes: new Map(),
    anchors: new Map(),
    edges: [],
    captions: [],
  };
  if (input.stacked) placeStacked(input, columns, state);
  else placeColumns(input, columns, state);
  placeEdges(input, state);
  return { mid: input.mid, stacked: input.stacked, ...state, bounds: boundsOf(state, input.above) };
}

interface Draft {
  readonly clients: Map<string, Box>;
  readonly ingresses: Map<string, { readonly box: Box; readonly paths: readonly PathView[] }>;
  readonly services: Map<string, ServiceBoxLayout>;
  readonly pods: Map<string, Box>;
  readonly podHomes: Map<string, string>;
  readonly anchors: Map<string, Anchor>;
  readonly edges: EdgeLayout[];
  readonly captions: { what: 'client' | 'ingress' | 'service' | 'pod'; box: Box }[];
}
interface Column {
  readonly x: number;
  readonly width: number;
}
interface Columns {
  readonly client: Column;
  readonly ingress: Column;
  readonly service: Column;
  readonly pod: Column | undefined;
}

/** Shares the width out: boxes shrink to what their words need, then the gaps take what is left. */
function columnsOf({ model, width, mid }: TrafficLayoutInput): Columns {
  const hasIngress = model.ingresses.length > 0;
  const hasPods = !mid;
  const client = CLIENT_BOX[heights(mid)];
  const pod = hasPods ? POD.full.width : 0;
  const gaps = 1 + (hasIngress ? 1 : 0) + (hasPods ? 1 : 0);
  const room = Math.max(560, width - 28) - client - pod - gaps * LEAST_GAP;
  const least = hasIngress ? 198 : 0;
  const service = Math.round(Math.max(mid ? 214 : 230, Math.min(MOST_WIDTH.service, room - least)));
  const ingress = hasIngress ? Math.round(Math.max(least, Math.min(MOST_WIDTH.ingress, room - service))) : 0;
  const gap = Math.min(MOST_GAP, LEAST_GAP + Math.max(0, room - service - ingress) / gaps);
  const ingressX = client + gap;
  const serviceX = hasIngress ? ingressX + ingress + gap : ingressX;
  return {
    client: { x: 0, width: client },
    ingress: { x: ingressX, width: ingress },
    service: { x: serviceX, width: service },
    pod: hasPods ? { x: serviceX + service + gap, width: pod } : undefined,
  };
}

/** Left of one column runs a gutter for the lines. */
const GUTTER = 22;
function stackedColumns({ width }: TrafficLayoutInput): Columns {
  const column = { x: GUTTER, width: Math.max(250, width - 24 - GUTTER) };
  return { client: column, ingress: column, service: column, pod: undefined };
}

const heights = (mid: boolean) => (mid ? ('mid' as const) : ('full' as const));

function ingressHeight(view: IngressView, mid: boolean): number {
  const size = heights(mid);
  return HEAD[size] + ROW[size] * Math.max(1, view.paths.length) + (view.lack === undefined ? 6 : 44);
}

/** What stands under the endpoints of a Service: an ExternalName, a load balancer's address, that none is ready. */
export function notesOf(view: ServiceView): readonly ('external' | 'balancer' | 'noReady')[] {
  if (view.externalName !== undefined) return ['external'];
  const balancer = view.balancer === undefined ? [] : (['balancer'] as const);
  return view.ready === 0 ? [...balancer, 'noReady'] : balancer;
}

function serviceHeight(view: ServiceView, lines: number, { mid, hasCounts }: TrafficLayoutInput): number {
  const size = heights(mid);
  const hasOwnCounts = hasCounts && view.externalName === undefined;
  return HEAD[size] + ROW[size] * (lines + notesOf(view).length) + (hasOwnCounts ? COUNTS[size] : 6);
}

function shownRows(view: ServiceView, services: number): Pick<ServiceBoxLayout, 'rows' | 'more'> {
  const most = services > MANY_SERVICES ? FEW_ROWS : MOST_ROWS;
  const { endpoints } = view;
  if (endpoints.length <= most) return { rows: endpoints, more: { ready: 0, notReady: 0 } };
  const lame = endpoints.filter(({ state }) => state !== 'ready').slice(0, Math.ceil(most / 2));
  const kept = new Set([...lame, ...endpoints.filter(({ state }) => state === 'ready')].slice(0, most));
  const rest = endpoints.filter((endpoint) => !kept.has(endpoint));
  const ready = rest.filter(({ state }) => state === 'ready').length;
  return {
    rows: endpoints.filter((endpoint) => kept.has(endpoint)),
    more: { ready, notReady: rest.length - ready },
  };
}

function placeColumns(input: TrafficLayoutInput, columns: Columns, state: Draft): void {
  const { model, mid } = input;
  let y = CAPTION;
  for (const view of model.services) y = placeService(input, columns, state, view, y);
  const height = Math.max(y - SPACE, CAPTION + CLIENT_BOX.height);
  const ingressTotal = model.ingresses.reduce((sum, view) => sum + ingressHeight(view, mid) + SPACE, -SPACE);
  let at = CAPTION + Math.max(0, Math.min(120, (height - CAPTION - ingressTotal) / 2));
  for (const view of model.ingresses) at = placeIngress(input, columns.ingress, state, view, at);
  // Beside what it leads to: the middle of the Ingress column, or of the first Services.
  const middle = model.ingresses.length > 0 ? (CAPTION + Math.min(at, 420)) / 2 : Math.min(height, 360) / 2;
  placeClients(input, columns.client, state, Math.max(CAPTION, middle - CLIENT_BOX.height / 2));
  const caption = (what: Draft['captions'][number]['what'], { x, width }: Column) =>
    state.captions.push({ what, box: { x, y: 0, width, height: 16 } });
  caption('client', columns.client);
  if (model.ingresses.length > 0) caption('ingress', columns.ingress);
  if (model.services.length > 0) caption('service', columns.service);
  if (columns.pod !== undefined && state.pods.size > 0) caption('pod', columns.pod);
}

function placeStacked(input: TrafficLayoutInput, columns: Columns, state: Draft): void {
  let y = placeClients(input, columns.client, state, 0) + 4;
  for (const view of input.model.ingresses) y = placeIngress(input, columns.ingress, state, view, y);
  for (const view of input.model.services) y = placeService(input, columns, state, view, y);
}

function placeClients({ clients, stacked }: TrafficLayoutInput, { x, width }: Column, state: Draft, from: number) {
  let y = from;
  for (const id of clients) {
    const height = id === CLIENT ? (stacked ? 92 : CLIENT_BOX.height) : POD_CLIENT_HEIGHT;
    const box = { x, y, width, height };
    state.clients.set(id, box);
    state.anchors.set(id, stacked ? gutterAt(y + height / 2) : fromClient(box, y + Math.min(74, height / 2)));
    y += height + 10;
  }
  return y;
}

const gutterAt = (y: number): Anchor => {
  const point = { x: GUTTER / 2, y };
  return { in: point, out: point, mark: point };
};
const fromClient = (box: Box, y: number): Anchor => ({ ...sides(box, y), mark: { x: box.x + box.width, y } });
/** Left in, right out; numbers on the upper left corner, where they cover no words. */
const sides = (box: Box, y: number): Anchor => ({
  in: { x: box.x, y },
  out: { x: box.x + box.width, y },
  mark: { x: box.x + 4, y: box.y - 2 },
});

function placeIngress(
  { mid, stacked }: TrafficLayoutInput,
  { x, width }: Column,
  state: Draft,
  view: IngressView,
  y: number,
): number {
  const size = heights(mid);
  const box = { x, y, width, height: ingressHeight(view, mid) };
  state.ingresses.set(view.id, { box, paths: view.paths });
  state.anchors.set(view.id, stacked ? gutterAt(y + 20) : sides(box, y + HEAD[size] / 2));
  for (const index of view.paths.keys()) {
    const middle = y + HEAD[size] + ROW[size] * (index + 0.5);
    state.anchors.set(`${view.id}#${index}`, stacked ? gutterAt(middle) : sides(box, middle));
  }
  return y + box.height + SPACE;
}

function placeService(input: TrafficLayoutInput, columns: Columns, state: Draft, view: ServiceView, y: number): number {
  const { mid, stacked, model } = input;
  const size = heights(mid);
  const { rows, more } = shownRows(view, model.services.length);
  const hasMore = more.ready + more.notReady > 0;
  const pods = columns.pod === undefined ? [] : rows.filter(({ pod }) => pod !== undefined && !state.pods.has(pod));
  const card = model.services.length > MANY_SERVICES || pods.length > 4 ? POD.mid : POD.full;
  const own = serviceHeight(view, rows.length + (hasMore ? 1 : 0), input);
  const cards = pods.length * (card.height + 8) - 8;
  const { x, width } = columns.service;
  const box = { x, y: y + Math.max(0, Math.min(20, (cards - own) / 2)), width, height: own };
  state.services.set(view.id, { box, rows, more });
  state.anchors.set(view.id, stacked ? gutterAt(box.y + 20) : sides(box, box.y + HEAD[size] / 2));
  for (const [index, { address }] of rows.entries()) {
    const middle = box.y + HEAD[size] + ROW[size] * (index + 0.5);
    state.anchors.set(`${view.id}@${address}`, stacked ? gutterAt(middle) : sides(box, middle));
  }
  let at = y + Math.max(0, (own - cards) / 2);
  for (const { pod = '' } of pods) {
    const place = { x: columns.pod?.x ?? 0, y: at, width: card.width, height: card.height };
    state.pods.set(pod, place);
    state.podHomes.set(pod, view.id);
    state.anchors.set(`Pod ${pod}`, sides(place, at + card.height / 2));
    at += card.height + 8;
  }
  return y + Math.max(own, cards) + SPACE;
}

function placeEdges({ model, clients }: TrafficLayoutInput, state: Draft): void {
  const [client = CLIENT] = clients;
  const { edges } = state;
  for (const { id, lack, paths } of model.ingresses) {
    edges.push({ from: client, to: id, isIdle: lack !== undefined });
    for (const [index, { service, isMissing }] of paths.entries()) {
      if (service === undefined || !state.services.has(service)) continue;
      edges.push({ from: `${id}#${index}`, to: service, isIdle: isMissing || lack !== undefined });
    }
  }
  const open = model.services.filter(({ type }) => type === 'NodePort' || type === 'LoadBalancer');
  if (open.length <= MOST_OPEN_EDGES)
    for (const view of open) edges.push({ from: client, to: view.id, isIdle: view.ready === 0 });
  for (const [id, { rows }] of state.services) {
    for (const { address, pod, state: is } of rows) {
      if (pod === undefined || !state.pods.has(pod)) continue;
      edges.push({ from: `${id}@${address}`, to: `Pod ${pod}`, isIdle: is !== 'ready' });
    }
  }
}

function boundsOf(state: Draft, above: number): Box {
  const boxes = [
    ...state.clients.values(),
    ...[...state.ingresses.values()].map(({ box }) => box),
    ...[...state.services.values()].map(({ box }) => box),
    ...state.pods.values(),
  ];
  const width = Math.max(1, ...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(1, ...boxes.map((box) => box.y + box.height));
  return { x: 0, y: -above, width, height: bottom + above };
}

/** The curve between two points, as an SVG path: leaves and arrives sideways. */
export function curvePath(from: Point, to: Point): string {
  if (from.x === to.x) return `M${from.x} ${from.y}V${to.y}`;
  const { x1, x2 } = controls(from, to);
  return `M${from.x} ${from.y}C${x1} ${from.y} ${x2} ${to.y} ${to.x} ${to.y}`;
}

/** The point on that curve at `part` of its way, 0 to 1. */
export function pointOn(from: Point, to: Point, part: number): Point {
  const rest = 1 - part;
  if (from.x === to.x) return { x: from.x, y: from.y * rest + to.y * part };
  const { x1, x2 } = controls(from, to);
  const [a, b, c, d] = [rest ** 3, 3 * rest * rest * part, 3 * rest * part * part, part ** 3];
  return { x: a * from.x + b * x1 + c * x2 + d * to.x, y: (a + b) * from.y + (c + d) * to.y };
}

function controls(from: Point, to: Point): { readonly x1: number; readonly x2: number } {
  const reach = Math.max(24, Math.abs(to.x - from.x) / 2);
  return { x1: from.x + reach, x2: to.x - reach };
}

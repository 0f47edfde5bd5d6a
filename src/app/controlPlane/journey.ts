/**
 * One write from who wrote it, over the API server and etcd, to everybody who watches: numbered steps in the order of
 * time. Pure: what a step says is a sentence's key and what to fill in.
 */
import type { ControlPlaneStatus, DeliveryActivity, StoredKey, WriteActivity } from '../../client/activity';
import type { TextKey, TextParams } from '../i18n/text';
import { writeText } from './words';

/** A step's sentence. */
export interface Said {
  readonly key: TextKey;
  readonly params?: TextParams;
}

export interface JourneyStep {
  /** Whose step it is: `you`, `kube-apiserver`, `kubelet/worker-1`, ... */
  readonly actor: string;
  readonly controller?: string;
  /** Virtual milliseconds since the epoch; absent: not known yet. */
  readonly at?: number;
  readonly said: Said;
  /** The line of the picture that it goes along. */
  readonly edge: string;
  /** It has not happened yet: no number. */
  readonly isNext?: true;
}

export interface Journey {
  readonly headline: Said;
  readonly steps: readonly JourneyStep[];
}

export const writeEdge = (actor: string) => `${actor}>`;
export const watchEdge = (actor: string) => `${actor}<`;
export const ETCD_EDGE = 'etcd>';

/** The journey of `write`, of which `deliveries` are known. */
export function journeyOf(
  write: WriteActivity,
  deliveries: readonly DeliveryActivity[],
  status: Pick<ControlPlaneStatus, 'pending'> | undefined,
): Journey {
  const arrived = [...deliveries].sort((x, y) => x.at - y.at);
  const last = write.stored.at(-1);
  const first: JourneyStep = {
    actor: write.by,
    ...(write.controller === undefined ? {} : { controller: write.controller }),
    at: write.at,
    said: askedOf(write),
    edge: writeEdge(write.by),
  };
  const server: JourneyStep = { actor: 'kube-apiserver', at: write.at, said: storedOf(write), edge: ETCD_EDGE };
  const heard = arrived.map(
    (delivery): JourneyStep => ({
      actor: delivery.to,
      at: delivery.at,
      said: heardOf(delivery, write),
      edge: watchEdge(delivery.to),
    }),
  );
  return {
    headline: headlineOf(write, arrived.length),
    steps: [first, server, ...heard, ...nextOf(write, last, status, arrived)],
  };
}

function headlineOf(write: WriteActivity, readers: number): Said {
  if (write.code >= 400) return { key: 'controlPlane.headline.refused' };
  if (write.method === 'GET') return { key: 'controlPlane.headline.read' };
  if (write.stored.length === 0) return { key: 'controlPlane.headline.unchanged' };
  // It was found in the store: nobody noted who heard of it.
  if (write.code === 0 && readers === 0) return { key: 'controlPlane.headline.before' };
  if (readers === 1) return { key: 'controlPlane.headline.one' };
  return readers === 0
    ? { key: 'controlPlane.headline.none' }
    : { key: 'controlPlane.headline.many', params: { readers } };
}

function askedOf(write: WriteActivity): Said {
  const { method, path, code, about, by, because } = write;
  const asked = code === 0 ? writeText(write) : `${method} ${path}`;
  if (by === 'you' || code === 0) return { key: 'controlPlane.step.asks', params: { asked } };
  if (about !== undefined && about !== '') return { key: 'controlPlane.step.asksAbout', params: { asked, about } };
  if (because === undefined) return { key: 'controlPlane.step.asksByTimer', params: { asked } };
  return { key: 'controlPlane.step.asks', params: { asked } };
}

function storedOf({ code, message = '', method, stored }: WriteActivity): Said {
  const [first] = stored;
  if (code >= 400) return { key: 'controlPlane.step.refuses', params: { code, message } };
  if (method === 'GET') return { key: 'controlPlane.step.answers' };
  if (first === undefined) return { key: 'controlPlane.step.unchanged' };
  if (stored.length > 1) return { key: 'controlPlane.step.storesMany', params: { count: stored.length } };
  return first.type === 'DELETED'
    ? { key: 'controlPlane.step.removes', params: { revision: first.revision } }
    : { key: 'controlPlane.step.stores', params: { revision: first.revision } };
}

/** Programs in pods whose answers come from what they watch. */
const PROGRAMS = ['coredns', 'ingress-nginx', 'traefik'];

/** What a component does with what it hears; only what the engine says or what follows from it. */
function heardOf(delivery: DeliveryActivity, write: WriteActivity): Said {
  const { to, event, kind, wakes = [], revision } = delivery;
  const node = write.stored.find((stored) => stored.revision === revision)?.node;
  const params = { event, kind };
  if (to === 'kube-controller-manager') {
    if (wakes.length === 0) return { key: 'controlPlane.hears.nothingToDo', params };
    const names = wakes.join(', ');
    const isOwn = write.controller !== undefined && wakes.includes(write.controller);
    return { key: isOwn ? 'controlPlane.hears.ownWrite' : 'controlPlane.hears.queues', params: { ...params, names } };
  }
  if (to === 'kube-scheduler' && kind === 'Pod') return { key: schedulerHears(event, node, write), params };
  if (to.startsWith('kubelet/') && kind === 'Pod') {
    if (event === 'MODIFIED') return { key: 'controlPlane.hears.kubeletChanged', params };
    return { key: event === 'ADDED' ? 'controlPlane.hears.kubeletStarts' : 'controlPlane.hears.kubeletGone', params };
  }
  if (to === 'kube-proxy' && (kind === 'Service' || kind === 'EndpointSlice')) {
    return { key: 'controlPlane.hears.proxy', params };
  }
  const isProgram = PROGRAMS.includes(to);
  return { key: isProgram ? 'controlPlane.hears.program' : 'controlPlane.hears.copy', params };
}

function schedulerHears(event: DeliveryActivity['event'], node: string | undefined, write: WriteActivity): TextKey {
  if (event === 'DELETED') return 'controlPlane.hears.schedulerGone';
  if (node === undefined) return event === 'ADDED' ? 'controlPlane.hears.schedulerQueues' : 'controlPlane.hears.copy';
  return write.path.endsWith('/binding') ? 'controlPlane.hears.schedulerBound' : 'controlPlane.hears.copy';
}

function nextOf(
  write: WriteActivity,
  last: StoredKey | undefined,
  status: Pick<ControlPlaneStatus, 'pending'> | undefined,
  arrived: readonly DeliveryActivity[],
): readonly JourneyStep[] {
  const revisions = new Set(write.stored.map(({ revision }) => revision));
  const heard = new Set(arrived.map(({ to, revision }) => `${to} ${revision}`));
  const onTheWay = (status?.pending ?? [])
    .filter(({ to, revision }) => revisions.has(revision) && !heard.has(`${to} ${revision}`))
    .map(
      ({ to, at }): JourneyStep => ({
        actor: to,
        at,
        said: { key: 'controlPlane.next.delivery' },
        edge: watchEdge(to),
        isNext: true,
      }),
    );
  if (last?.kind !== 'Pod' || last.type !== 'ADDED' || last.node !== undefined) return onTheWay;
  const kubelet: JourneyStep = {
    actor: 'kubelet',
    said: { key: 'controlPlane.next.kubelet' },
    edge: '',
    isNext: true,
  };
  return [...onTheWay, kubelet];
}

/** What the server checked, in its order, and how that went. */
export function checksOf({ code, method }: Pick<WriteActivity, 'code' | 'method'>): TextKey {
  if (code === 401) return 'controlPlane.checks.authn';
  if (code === 403) return 'controlPlane.checks.forbidden';
  if (code === 404) return 'controlPlane.checks.notFound';
  if (code === 409) return 'controlPlane.checks.conflict';
  if (code >= 400) return 'controlPlane.checks.invalid';
  return method === 'GET' ? 'controlPlane.checks.read' : 'controlPlane.checks.ok';
}

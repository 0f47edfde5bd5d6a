/** Requests as goals of lessons ask for them: the few facts of a RequestRecord that a learner's deed shows in. */
import type { RequestError, RequestRecord } from './traffic';

/** One request. */
export interface Req {
  /** As asked; at an ingress controller with the host that it was asked for, which a Host header may have said. */
  readonly url: string;
  /** The node that took it in from outside, */
  readonly node: string;
  /** and the name of the pod that answered; empty if there is none. */
  readonly pod: string;
  /** HTTP status; 0 without an answer. */
  readonly code: number;
  /** Empty with an answer. */
  readonly error: RequestError | '';
  /** How many nodes it went over. */
  readonly hops: number;
  /** The client's address as the pod saw it, and its own. */
  readonly clientIP: string;
  readonly realIP: string;
  /** The path that the pod was asked for. */
  readonly backendPath: string;
  readonly podReadyAtStart: boolean;
}

/** Those that `records` tell of, in their order. */
export function reqsOf(records: Iterable<RequestRecord>): readonly Req[] {
  return Array.from(records, (record) => ({
    url: urlOf(record),
    node: record.node ?? '',
    pod: record.pod?.name ?? '',
    code: record.status ?? 0,
    error: record.error ?? '',
    hops: record.nodeHops ?? 0,
    clientIP: record.clientIP ?? '',
    realIP: record.client,
    backendPath: record.backendPath ?? '',
    podReadyAtStart: record.podReady ?? false,
  }));
}

function urlOf({ url, hops }: RequestRecord): string {
  const rule = hops.find(({ place }) => place === 'ingress')?.rule;
  const host = rule?.params?.asked ?? rule?.params?.host;
  return host === undefined ? url : url.replace(/^(https?:\/\/)?[^/]+/, (_, scheme = '') => `${scheme}${host}`);
}

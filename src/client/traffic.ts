/**
 * What the cluster's network tells of the requests that it carried: hop by hop, as plain data. The engine writes it,
 * the traffic view, the inspector, the terminal's `hops` and lessons read it.
 */
import type { Kind } from '../api/kinds';

/** An IPv4 address and a port. */
export interface Address {
  readonly ip: string;
  readonly port: number;
}

/** An object that a hop is about. */
export interface HopObject {
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name: string;
}

/**
 * Who handles a request at one hop: the client and its resolver, the DNS server, kube-proxy of a node, a NetworkPolicy,
 * a node's own network, the load balancer of a cloud, an ingress controller, a pod, a place outside of the cluster.
 */
export type HopPlace =
  | 'client'
  | 'resolver'
  | 'dns'
  | 'proxy'
  | 'policy'
  | 'node'
  | 'cloud'
  | 'ingress'
  | 'pod'
  | 'outside';

/**
 * What decided a hop: the key of a sentence (`hop.KEY` in src/app/i18n, English in src/tools/hopText) and its parameters.
 * The keys are listed in `hopRules`, the one place to add one.
 */
export interface HopRule {
  readonly key: HopRuleKey;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Every rule that can decide a hop. */
export const hopRules = [
  // client, resolver, dns
  'asks',
  'lookup',
  'lookupFailed',
  'lookupTimeout',
  'answersName',
  // proxy
  'serviceEndpoint',
  'serviceAffinity',
  'serviceLocal',
  'serviceNoEndpoint',
  'serviceNoLocalEndpoint',
  'serviceOtherPort',
  'serviceOtherPortRefused',
  'serviceUnknownAddress',
  'serviceTerminating',
  'serviceSameNode',
  'serviceSameZone',
  'nodePortEndpoint',
  'externalLocal',
  'externalFromInside',
  'externalIPEndpoint',
  'loadBalancerEndpoint',
  'loadBalancerSourceRange',
  'masquerade',
  'proxyMissing',
  'proxyStale',
  'healthCheck',
  // policy; parameters `policy`, and `direction` and `rule` (its number) or `pod`
  'policyAllows',
  'policyDeniesIngress',
  'policyDeniesEgress',
  // node; `node`, `ip` or `port`
  'routed',
  'nodeDown',
  'noRoute',
  'noListener',
  'lostOutside',
  // cloud; `node`
  'cloudNode',
  'cloudNoNode',
  // ingress
  'ingressRule',
  'ingressDefault',
  'ingressNoEndpoint',
  'ingressRedirect',
  'ingressRewrite',
  'ingressCanary',
  'ingressUpstream',
  'ingressBadGateway',
  'ingressTimeout',
  // pod, outside; `status`, `path` as the server got it, `ready` (`true` or `false`) of the pod; `host`
  'answers',
  'silent',
  'closes',
  'outsideAnswers',
] as const;
export type HopRuleKey = (typeof hopRules)[number];

/** One hop. The order of a record's hops is the order in which they happened. */
export interface Hop {
  /** Virtual milliseconds since the request began; may be a fraction. */
  readonly atMs: number;
  readonly place: HopPlace;
  readonly rule: HopRule;
  readonly object?: HopObject;
  /** The node on which it happens. */
  readonly node?: string;
  /** Source and destination as the packet arrives here, */
  readonly from?: Address;
  readonly to?: Address;
  /** and as it leaves, where they were translated. */
  readonly fromAfter?: Address;
  readonly toAfter?: Address;
}

/** `hops` that begin `ms` later: what they tell of has come after something else. */
export function hopsLater(hops: readonly Hop[], ms: number): readonly Hop[] {
  return ms === 0 ? hops : hops.map((hop) => ({ ...hop, atMs: hop.atMs + ms }));
}

/** Why a request got no status. */
export type RequestError =
  /** The name was not found, or nobody could be asked. */
  | 'dns'
  | 'refused'
  /** No answer in the client's time, wherever it was lost. */
  | 'timeout'
  | 'noRoute'
  /** Connected, then closed or reset without a whole answer. */
  | 'closed'
  /** The certificate was not accepted, or one side does not speak TLS. */
  | 'tls';

/** One request, from the client to its answer. */
export interface RequestRecord {
  /** Counts from 1 over the run. */
  readonly id: number;
  /** Virtual milliseconds since the epoch at which it began. */
  readonly at: number;
  /** `curl`, `wget`, `load`, `browser`, ... */
  readonly tool: string;
  readonly method: string;
  /** As asked: `http://kubia/api`. */
  readonly url: string;
  /** The client's own address, and the pod or node that it is; absent: the learner's machine, or a place outside. */
  readonly client: string;
  readonly source?: HopObject;
  /** Exactly one of the two. */
  readonly status?: number;
  readonly error?: RequestError;
  /** Until its end, in virtual milliseconds; may be a fraction. */
  readonly ms: number;
  readonly hops: readonly Hop[];
  /** The last Service and the last pod on the way, if it came so far. */
  readonly service?: HopObject;
  readonly pod?: HopObject;
  /** The client's address as that pod saw it, the path that it was asked for, and whether it was Ready then. */
  readonly clientIP?: string;
  readonly backendPath?: string;
  readonly podReady?: boolean;
  /** The node that took the request in from outside of the cluster. */
  readonly node?: string;
  /** How many nodes it went over before it reached the pod: 2 where one handed it on to another. */
  readonly nodeHops?: number;
  /** So many requests of a load generator are told by this one; absent: 1. */
  readonly stands?: number;
}

/** Requests to one Service (`namespace/name`) in one interval of virtual time. */
export interface ServiceCount {
  readonly service: string;
  /** Virtual milliseconds since the epoch at which the interval begins; it lasts one second. */
  readonly at: number;
  readonly ok: number;
  /** Answered with 4xx or 5xx, */
  readonly failed: number;
  /** or not at all. */
  readonly lost: number;
}

/** Requests that had ended with the second that begins at `at`, in virtual milliseconds since the epoch; `failed` of them. */
export interface RequestTotal {
  readonly at: number;
  readonly requests: number;
  /** Answered with 4xx or 5xx, or not at all. */
  readonly failed: number;
}

/** Who sends the requests of a load generator. */
export type LoadSource =
  | { readonly type: 'outside' }
  | { readonly type: 'pod'; readonly namespace: string; readonly pod: string };

/** A load generator: so many requests a virtual second, spread evenly, from its sources in turn, until it is stopped. */
export interface Load {
  /** Its name among the loads of the run. */
  readonly name: string;
  readonly sources: readonly LoadSource[];
  readonly url: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  /** 1 to 20,000. */
  readonly perSecond: number;
  /** How long a client waits for an answer, in virtual milliseconds; default 5,000. */
  readonly timeoutMs?: number;
}

/** What the page hears of traffic, at most once a frame, while it listens. */
export interface TrafficNews {
  /** Requests that ended since the last frame, oldest first; of very many only the last ones. */
  readonly requests: readonly RequestRecord[];
  /** How many there were in all. */
  readonly total: number;
  /** Intervals that have changed. */
  readonly counts: readonly ServiceCount[];
  /** The run was replaced or went back: forget what was told before. */
  readonly isNew?: true;
}

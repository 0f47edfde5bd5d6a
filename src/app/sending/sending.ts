/** A request that a person can send: who asks, for what, and the terminal line that does it. Pure. */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import { conditionOf } from '../../api/meta/conditions';
import { matchesLabels } from '../../api/meta/labels';
import type { Ingress } from '../../api/networking/ingress';
import type { Load } from '../../client/traffic';

/** The learner's own machine, or a pod. */
export type Sender =
  | { readonly type: 'outside' }
  | { readonly type: 'pod'; readonly namespace: string; readonly pod: string; readonly tool: Tool };
/** `wget` where an image has no curl. */
export type Tool = 'curl' | 'wget';
export const OUTSIDE: Sender = { type: 'outside' };

export interface Sending {
  readonly sender: Sender;
  readonly url: string;
  readonly method: string;
  /** `Name: value`, one a line. */
  readonly headers: readonly string[];
  /** `host:port:address`: what the name stands for, where no DNS server knows it. */
  readonly resolve?: string;
}

/** What decides how a thing is reached. */
export interface SendScene {
  readonly services: readonly Service[];
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
}
export type SendTarget =
  | { readonly kind: 'Service'; readonly object: Service }
  | { readonly kind: 'Ingress'; readonly object: Ingress }
  | { readonly kind: 'Pod'; readonly object: Pod }
  | { readonly kind: 'Node'; readonly object: Node };

/** Nobody watches for two minutes: a request that is lost ends after so many seconds. */
const LIMIT_SECONDS = 5;
/** Images of busybox and its like have wget alone. */
const WITHOUT_CURL = /(^|\/)(busybox|alpine)(:|$)/;

/** The pods that can send, the likeliest clients first: not those behind the target. */
export function sendersAmong(pods: readonly Pod[], namespace: string | undefined, target: SendTarget | undefined) {
  const rank = (pod: Pod) => (target?.kind === 'Service' && isBehind(target.object, pod) ? 1 : 0);
  return pods
    .filter(
      ({ metadata, status }) =>
        status.phase === 'Running' &&
        metadata.deletionTimestamp === undefined &&
        (namespace === undefined || metadata.namespace === namespace),
    )
    .filter((pod) => target?.kind !== 'Pod' || pod.metadata.uid !== target.object.metadata.uid)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(senderOf);
}

function isBehind({ metadata, spec }: Service, pod: Pod): boolean {
  return (
    metadata.namespace === pod.metadata.namespace &&
    spec.selector !== undefined &&
    matchesLabels(spec.selector, pod.metadata.labels)
  );
}

function senderOf({ metadata, spec }: Pod): Sender {
  const tool = WITHOUT_CURL.test(spec.containers[0]?.image ?? '') ? 'wget' : 'curl';
  return { type: 'pod', namespace: metadata.namespace ?? '', pod: metadata.name, tool };
}

/** The first sender for which `target` can be reached: the learner's machine where there is a way in, else a pod. */
export function usualSender(target: SendTarget, scene: SendScene): Sender | undefined {
  if (outsideSending(target, scene) !== undefined) return OUTSIDE;
  const own = sendersAmong(scene.pods, target.object.metadata.namespace, target);
  return own[0] ?? sendersAmong(scene.pods, undefined, target)[0];
}

/** What `sender` asks to reach `target`; undefined where there is no way, or none is known yet. */
export function sendingTo(target: SendTarget, sender: Sender, scene: SendScene): Sending | undefined {
  if (sender.type === 'outside' || target.kind === 'Node' || target.kind === 'Ingress') {
    const outside = outsideSending(target, scene);
    return outside === undefined ? undefined : { ...outside, sender };
  }
  const asked = { sender, method: 'GET', headers: [] };
  if (target.kind === 'Pod') {
    const { podIP } = target.object.status;
    return podIP === undefined ? undefined : { ...asked, url: `http://${podIP}${portPart(podPort(target.object))}/` };
  }
  const { metadata, spec } = target.object;
  const host = metadata.namespace === sender.namespace ? metadata.name : `${metadata.name}.${metadata.namespace}`;
  const first = spec.ports?.[0];
  // Nobody translates ports of a headless Service: its clients ask the pods themselves.
  const isDirect = spec.clusterIP === 'None' && typeof first?.targetPort === 'number';
  return { ...asked, url: `http://${host}${portPart(isDirect ? Number(first?.targetPort) : (first?.port ?? 80))}/` };
}

const portPart = (port: number) => (port === 80 ? '' : `:${port}`);
const podPort = ({ spec }: Pod) => spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort ?? 80;

function outsideSending(target: SendTarget, { nodes, services }: SendScene): Sending | undefined {
  const asked = { sender: OUTSIDE, method: 'GET', headers: [] };
  switch (target.kind) {
    case 'Service': {
      const url = openUrl(target.object, nodes);
      return url === undefined ? undefined : { ...asked, url };
    }
    case 'Ingress':
      return ingressSending(target.object);
    case 'Node': {
      const port = services.flatMap(({ spec }) => spec.ports ?? []).find(({ nodePort }) => nodePort)?.nodePort;
      const ip = addressOf(target.object);
      return ip === undefined || port === undefined ? undefined : { ...asked, url: `http://${ip}:${port}/` };
    }
    default:
      // The network of pods has no way in.
      return undefined;
  }
}

/** Where a Service can be reached from outside: its load balancer, else a port of a node. */
function openUrl({ spec, status }: Service, nodes: readonly Node[]): string | undefined {
  const [first] = spec.ports ?? [];
  if (first === undefined) return undefined;
  const [balancer] = status?.loadBalancer?.ingress ?? [];
  const address = balancer?.ip ?? balancer?.hostname;
  if (address !== undefined) return `http://${address}${portPart(first.port)}/`;
  const node =
    nodes.find(({ status: { conditions } }) => conditionOf(conditions, 'Ready')?.status === 'True') ?? nodes[0];
  const ip = node && addressOf(node);
  return first.nodePort && ip !== undefined ? `http://${ip}:${first.nodePort}/` : undefined;
}

const addressOf = ({ status }: Node) => status.addresses?.find(({ type }) => type === 'InternalIP')?.address;

function ingressSending({ spec, status }: Ingress): Sending | undefined {
  const [entry] = status?.loadBalancer?.ingress ?? [];
  const address = entry?.ip ?? entry?.hostname;
  if (address === undefined) return undefined;
  const rule = spec.rules?.find(({ host }) => host !== undefined) ?? spec.rules?.[0];
  const path = plainPath(rule?.http?.paths[0]?.path ?? '/');
  const host = rule?.host?.replace(/^\*/, 'www');
  const asked = { sender: OUTSIDE, method: 'GET' };
  if (host === undefined) return { ...asked, url: `http://${address}${path}`, headers: [] };
  const isSecure = (spec.tls ?? []).some(({ hosts = [] }) => hosts.includes(host));
  if (isSecure) return { ...asked, url: `https://${host}${path}`, headers: [], resolve: `${host}:443:${address}` };
  return { ...asked, url: `http://${address}${path}`, headers: [`Host: ${host}`] };
}

/** A path that a regular expression matches: what stands before its first group. */
const plainPath = (path: string) => (/[(*[]/.test(path) ? path.slice(0, path.search(/[(*[]/)) || '/' : path);

/** The terminal line that sends it, `times` in a row. */
export function sendLine(sending: Sending, times = 1): string {
  const { sender } = sending;
  const command = sender.type === 'pod' && sender.tool === 'wget' ? wgetLine(sending) : curlLine(sending);
  const scope = sender.type === 'pod' && sender.namespace !== 'default' ? ` -n ${sender.namespace}` : '';
  const line = sender.type === 'pod' ? `kubectl exec ${sender.pod}${scope} -- ${command}` : command;
  return times === 1 ? line : `for i in $(seq ${times}); do ${line}; done`;
}

function curlLine({ url, method, headers, resolve, sender }: Sending): string {
  const parts = ['curl'];
  // Behind `kubectl exec` there is no screen: curl would draw its progress.
  if (sender.type === 'pod') parts.push('-sS');
  parts.push('-m', String(LIMIT_SECONDS));
  if (resolve !== undefined) parts.push('-k', '--resolve', quoted(resolve));
  if (method !== 'GET') parts.push('-X', method);
  for (const header of headers) parts.push('-H', quoted(header));
  return [...parts, quoted(url)].join(' ');
}

function wgetLine({ url, method, headers }: Sending): string {
  const parts = ['wget', '-qO-', '-T', String(LIMIT_SECONDS)];
  for (const header of headers) parts.push('--header', quoted(header));
  if (method === 'POST') parts.push("--post-data ''");
  return [...parts, quoted(url)].join(' ');
}

/** As a shell needs it. */
export const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** The same as a load generator. */
export function loadOf({ url, method, headers, sender }: Sending, name: string, perSecond: number): Load {
  return {
    name,
    sources: [
      sender.type === 'pod' ? { type: 'pod', namespace: sender.namespace, pod: sender.pod } : { type: 'outside' },
    ],
    url,
    ...(method === 'GET' ? {} : { method }),
    ...(headers.length === 0
      ? {}
      : {
          headers: headers.map((header) => {
            const at = header.indexOf(':');
            return [header.slice(0, at).trim(), header.slice(at + 1).trim()] as const;
          }),
        }),
    perSecond,
  };
}

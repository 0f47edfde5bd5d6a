/** A request hop by hop as English text: for the terminal, for lessons. One sentence per rule, as short as it stays true. */
import type { Address, Hop, HopRuleKey, RequestRecord } from '../client/traffic';

/** `{name}` is a parameter, `{object}` the hop's object, `{target}` its destination; what stands in brackets is left out where one of its own is missing. */
const SENTENCES: Readonly<Record<HopRuleKey, string>> = {
  asks: 'opens a connection[ to {target}][ over {protocol}]',
  lookup: 'asks[ {server}] for {name}[ {type}]',
  lookupFailed: 'finds no address for {name}[: {why}]',
  lookupTimeout: 'gets no answer[ from {server}][ about {name}]',
  answersName: '{name}[ {type}]: {rcode}[, {answer}]',
  serviceEndpoint: '{object}: endpoint {number} of {of}, at random',
  serviceAffinity: '{object}: session affinity, the same endpoint as before',
  serviceLocal: '{object}: internalTrafficPolicy Local, an endpoint of this node[, {number} of {of}]',
  serviceNoEndpoint: '{object} has no ready endpoint: refused',
  serviceNoLocalEndpoint: '{object}: policy Local and no ready endpoint on this node: dropped',
  serviceOtherPort: '{object} has no such port: no rule matches, the packet is lost',
  serviceOtherPortRefused: '{object} has no such port: refused',
  serviceUnknownAddress: 'no Service has {address}: dropped',
  serviceTerminating: '{object}: none is ready, so a terminating endpoint that still serves[, {number} of {of}]',
  serviceSameNode: '{object}: hints prefer this node[, endpoint {number} of {of}]',
  serviceSameZone: '{object}: hints prefer this zone[, endpoint {number} of {of}]',
  nodePortEndpoint: 'node port of {object}: endpoint {number} of {of}, at random on any node',
  externalLocal: '{object}: externalTrafficPolicy Local, an endpoint of this node[, {number} of {of}]',
  externalFromInside: '{object}: externalTrafficPolicy Local is for clients outside[, endpoint {number} of {of}]',
  externalIPEndpoint: 'external address of {object}: endpoint {number} of {of}, at random',
  loadBalancerEndpoint: 'load balancer address of {object}: endpoint {number} of {of}, at random',
  loadBalancerSourceRange: '{object}: loadBalancerSourceRanges leave this client out: dropped',
  masquerade: 'the source becomes the node: the pod does not see the client',
  proxyMissing: 'no kube-proxy has written rules on {node}: the packet is lost',
  proxyStale: 'kube-proxy of {node} does not run or hears nothing: rules of before',
  healthCheck: 'health check node port of {object}[: {local} ready endpoints here]',
  policyAllows: '{object} allows it',
  policyDeniesIngress: '{object} lets no such client in: dropped',
  policyDeniesEgress: '{object} lets nothing out to there: dropped',
  routed: 'goes on to node {node}',
  nodeDown: 'node {node} does not answer',
  noRoute: 'nobody has {ip}: no route to host',
  noListener: 'nothing listens on port {port}: refused',
  lostOutside: 'no way from here to {ip}: lost',
  cloudNode: 'the load balancer takes node {node}',
  cloudNoNode: 'the load balancer knows no healthy node',
  ingressRule: '{object}: host {host}, path {path}[ ({type})][, to Service {service}]',
  ingressDefault: 'no rule for[ host {host}][ path {path}]: the default backend',
  ingressNoEndpoint: 'Service {service} has no ready endpoint: the controller answers itself',
  ingressRedirect: 'redirects with {code} to {to}',
  ingressRewrite: 'rewrites {path} to {to}',
  ingressCanary: 'the canary takes it: Service {service}',
  ingressUpstream: 'asks pod {pod} itself, past the ClusterIP',
  ingressBadGateway: 'no pod took it[ after {tries} tries]: the controller answers 502',
  ingressTimeout: 'no pod answered in time[, {tries} tries]: the controller answers 504',
  answers: 'answers {status}[ to {path}]',
  silent: 'takes the request and never answers',
  closes: 'closes the connection without an answer',
  outsideAnswers: '[{host} ]answers[ {status}]',
};

const ERRORS: Readonly<Record<NonNullable<RequestRecord['error']>, string>> = {
  dns: 'no address',
  refused: 'refused',
  timeout: 'timed out',
  noRoute: 'no route to host',
  closed: 'connection closed',
  tls: 'TLS failed',
};

/** What decided a hop, in words. */
export function hopSentence({ rule, object, to }: Pick<Hop, 'rule' | 'object' | 'to'>): string {
  const named =
    object && `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`;
  const values: Readonly<Record<string, string | number | undefined>> = {
    object: named ?? 'it',
    target: to && addressText(to),
    ...rule.params,
  };
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? '?'));
  return SENTENCES[rule.key].replace(/\[([^\]]*)\]|[^[]+/g, (whole, optional?: string) => {
    if (optional === undefined) return filled(whole);
    const isKnown = [...optional.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => (values[name] ?? '') !== '');
    return isKnown ? filled(optional) : '';
  });
}

/** One request in one line. */
export function requestLine({ id, tool, method, url, status, error, ms, client, source }: RequestRecord): string {
  const end = status ?? ERRORS[error ?? 'timeout'];
  const from =
    source === undefined ? client : `${source.namespace === undefined ? '' : `${source.namespace}/`}${source.name}`;
  return `#${id}  ${tool}  ${method} ${url}  ${end}  ${duration(ms)}  from ${from}`;
}

/** The request, and a line for every hop; addresses before and after where they were translated. */
export function requestLines(record: RequestRecord): readonly string[] {
  const { hops, clientIP, pod, client } = record;
  const lines = hops.flatMap((hop) => [
    `  ${duration(hop.atMs).padStart(9)}  ${hop.place.padEnd(8)} ${hopSentence(hop)}${whereOf(hop)}`,
    ...translation(hop).map((text) => `${' '.repeat(22)}${text}`),
  ]);
  const isAnswered = hops.some(({ place, rule }) => place === 'pod' && rule.key !== 'noListener');
  const isHidden = isAnswered && pod !== undefined && clientIP !== undefined && clientIP !== client;
  const seen = isHidden ? [`  the pod saw the client as ${clientIP}`] : [];
  const none = hops.length === 0 ? ['  nothing of the cluster took part'] : [];
  return [requestLine(record), ...none, ...lines, ...seen];
}

function whereOf({ node, place, rule }: Hop): string {
  return node === undefined || rule.params?.node === node || place === 'client' ? '' : ` (on ${node})`;
}

function translation({ from, to, fromAfter, toAfter }: Hop): readonly string[] {
  if (from === undefined || to === undefined) return [];
  if (fromAfter === undefined && toAfter === undefined) return [];
  const [source, target] = [fromAfter ?? from, toAfter ?? to];
  return [`${addressText(from)} > ${addressText(to)}  becomes  ${addressText(source)} > ${addressText(target)}`];
}

const addressText = ({ ip, port }: Address) => (port === 0 ? ip : `${ip}:${port}`);
const duration = (ms: number) => (ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`);

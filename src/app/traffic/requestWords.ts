/** A request in words: how it ended, what decided each of its hops, who handles it there. Pure. */
import type { Hop, RequestRecord } from '../../client/traffic';
import { fill, type TextParams, type Translate } from '../i18n/text';
import type { IconName } from '../icons/Icon';

/** Reason phrases of the statuses that learners meet. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** `200`, `503`, or in a word why there is no status. */
export function endWord({ status, error }: Pick<RequestRecord, 'status' | 'error'>, t: Translate): string {
  return status === undefined ? t(`traffic.error.${error ?? 'timeout'}`) : String(status);
}

/** `503 Service Unavailable`, or the sentence for a missing answer. */
export function endText({ status, error }: Pick<RequestRecord, 'status' | 'error'>, t: Translate): string {
  if (status === undefined) return t(`traffic.error.${error ?? 'timeout'}.long`);
  const reason = REASONS[status];
  return reason === undefined ? String(status) : `${status} ${reason}`;
}

/** What decided a hop, as a sentence; parts in brackets whose facts are not known are left out. */
export function ruleText({ rule, object, to }: Pick<Hop, 'rule' | 'object' | 'to'>, t: Translate): string {
  const known: TextParams = {
    object: object?.name ?? String(rule.params?.policy ?? ''),
    service: object?.kind === 'Service' ? object.name : '',
    ...(to === undefined ? {} : { target: addressText(to) }),
    ...rule.params,
  };
  const sentence = t(`hop.${rule.key}`).replace(/\[([^\]]*)\]/g, (_, part: string) =>
    [...part.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => (known[name] ?? '') !== '') ? part : '',
  );
  return fill(sentence, known);
}

const PLACE_ICONS: Readonly<Record<Hop['place'], IconName>> = {
  client: 'term',
  resolver: 'search',
  dns: 'book',
  proxy: 'link',
  policy: 'lock',
  node: 'node',
  cloud: 'plug',
  ingress: 'server',
  pod: 'kubelet',
  outside: 'globe',
};
/** The glyph of whoever handles the request at a hop. */
export const placeIcon = ({ place }: Pick<Hop, 'place'>): IconName => PLACE_ICONS[place];

/** Who handles it: `kube-proxy on worker-1`, `Pod kubia-x`, `Ingress controller, Service web`. */
export function placeText({ place, node, object }: Pick<Hop, 'place' | 'node' | 'object'>, t: Translate): string {
  const word = t(`traffic.place.${place}`);
  if (place === 'node') return node === undefined ? word : `${word} ${node}`;
  if (place === 'proxy') return node === undefined ? word : t('traffic.place.on', { what: word, node });
  if (object === undefined) return word;
  return place === 'pod' || place === 'policy' ? `${word} ${object.name}` : `${word}, ${object.kind} ${object.name}`;
}

/** `3 ms`, `0.4 ms`, `5.0 s`. */
export function durationText(ms: number): string {
  if (ms >= 10_000) return `${Math.round(ms / 1000)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 || Number.isInteger(ms) ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/** `10.244.0.5:43210`; a port of 0 is none that matters. */
export const addressText = ({ ip, port }: { readonly ip: string; readonly port: number }): string =>
  port === 0 ? ip : `${ip}:${port}`;

/** The path and query of a URL as asked; the whole where it is no URL. */
export function pathOf(url: string): string {
  const match = /^[a-z]+:\/\/[^/]*(\/.*)?$/i.exec(url);
  return match === null ? url : (match[1] ?? '/');
}

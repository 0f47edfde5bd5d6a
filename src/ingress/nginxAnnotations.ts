/**
 * What annotations of an Ingress, and the ConfigMap of the controller, ask of ingress-nginx.
 * Models internal/ingress/annotations and internal/ingress/controller/config (ingress-nginx 1.14).
 * Left out: snippets, authentication, rate limits, CORS, mirrors, custom error pages, gRPC and FastCGI, bodies and buffers.
 */
import type { Ingress } from '../api/networking/ingress';

/** How traffic is shared with a canary: what speaks first decides, the header before the cookie before the weight. */
export interface Canary {
  readonly weight: number;
  readonly weightTotal: number;
  readonly header: string;
  readonly headerValue: string;
  readonly headerPattern: string;
  readonly cookie: string;
}

/** Of one Ingress. */
export interface NginxSettings {
  /** Empty: the path stays as it is. */
  readonly rewriteTarget: string;
  readonly useRegex: boolean;
  readonly appRoot: string;
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly redirect?: { readonly url: string; readonly code: number };
  readonly canary?: Canary;
  readonly connectMs: number;
  readonly readMs: number;
  readonly tries: number;
  readonly isTlsBackend: boolean;
  /** Networks that may ask; empty: all. */
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
  /** The name of the cookie that binds a client to a pod. */
  readonly cookie?: string;
  readonly upstreamHost: string;
  readonly aliases: readonly string[];
  /** The Service's address is the one upstream. */
  readonly usesServiceAddress: boolean;
}

/** Of the controller: its ConfigMap. */
export interface NginxConfig {
  readonly hsts: string | undefined;
  readonly redirectCode: number;
  /** Of Ingresses that do not say it themselves. */
  readonly options: Readonly<Record<string, string>>;
}

/** Reads the controller's ConfigMap. */
export function configOf(data: Readonly<Record<string, string>> = {}): NginxConfig {
  const age = data['hsts-max-age'] ?? '31536000';
  const parts = [`max-age=${age}`];
  if (data['hsts-include-subdomains'] !== 'false') parts.push('includeSubDomains');
  if (data['hsts-preload'] === 'true') parts.push('preload');
  return {
    hsts: data.hsts === 'false' ? undefined : parts.join('; '),
    redirectCode: Number(data['http-redirect-code'] ?? 308) || 308,
    options: data,
  };
}

/** What `ingress` asks for under annotations that begin with `prefix`, e.g. `nginx.ingress.kubernetes.io`. */
export function settingsOf({ metadata }: Ingress, prefix: string, { options }: NginxConfig): NginxSettings {
  const given = (name: string) => metadata.annotations?.[`${prefix}/${name}`] ?? '';
  const or = (name: string) => given(name) || (options[name] ?? '');
  const list = (text: string) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  const seconds = (name: string, otherwise: number) => (Number.parseInt(or(name), 10) || otherwise) * 1000;
  const code = (name: string, otherwise: number) => Number(given(name)) || otherwise;
  const permanent = given('permanent-redirect');
  const temporal = given('temporal-redirect');
  const allowed = given('allowlist-source-range') || or('whitelist-source-range');
  return {
    rewriteTarget: given('rewrite-target'),
    useRegex: isTrue(given('use-regex')),
    appRoot: given('app-root').startsWith('/') ? given('app-root') : '',
    sslRedirect: or('ssl-redirect') !== 'false',
    forceSslRedirect: isTrue(or('force-ssl-redirect')),
    ...(temporal !== '' && { redirect: { url: temporal, code: code('temporal-redirect-code', 302) } }),
    ...(temporal === '' &&
      permanent !== '' && { redirect: { url: permanent, code: code('permanent-redirect-code', 301) } }),
    ...(isTrue(given('canary')) && { canary: canaryOf(given) }),
    connectMs: seconds('proxy-connect-timeout', 5),
    readMs: seconds('proxy-read-timeout', 60),
    tries: Number.parseInt(or('proxy-next-upstream-tries'), 10) || 3,
    isTlsBackend: given('backend-protocol').toUpperCase() === 'HTTPS',
    allowed: list(allowed),
    denied: list(given('denylist-source-range')),
    ...(given('affinity') === 'cookie' && { cookie: given('session-cookie-name') || 'INGRESSCOOKIE' }),
    upstreamHost: given('upstream-vhost'),
    aliases: list(given('server-alias')),
    usesServiceAddress: isTrue(given('service-upstream')),
  };
}

function canaryOf(given: (name: string) => string): Canary {
  return {
    weight: Number.parseInt(given('canary-weight'), 10) || 0,
    weightTotal: Math.max(Number.parseInt(given('canary-weight-total'), 10) || 100, 100),
    header: given('canary-by-header').toLowerCase(),
    headerValue: given('canary-by-header-value'),
    headerPattern: given('canary-by-header-pattern'),
    cookie: given('canary-by-cookie'),
  };
}

/** As Go reads a bool. */
const isTrue = (text: string) => /^(1|t|T|true|TRUE|True)$/.test(text);

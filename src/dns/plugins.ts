/**
 * What the directives of a Corefile set up: plain data, which the server acts on.
 * Models the setup.go of the plugins of CoreDNS 1.14.2. Left out: what the other plugins of the default build do (they
 * are accepted), TLS and gRPC upstreams, prefetching, consolidation of errors, log formats, rewriting of anything but names.
 */
import { USUAL_ZONES, type KubernetesZones } from './answers';
import { type Block, CorefileError, type Directive, errorAt, readCorefile, type Words } from './corefile';
import { isAddress, reverseName } from './names';

export interface Forward {
  readonly from: string;
  /** Addresses of DNS servers, with a port where it is not the usual one. */
  readonly to: readonly string[];
  readonly except: readonly string[];
}
export interface Rewrite {
  readonly match: 'exact' | 'prefix' | 'suffix' | 'substring' | 'regex';
  readonly from: string;
  readonly to: string;
  readonly goesOn: boolean;
  /** How the answer gets the name back that was asked for; absent: it does not. */
  readonly answer?: 'auto' | { readonly from: string; readonly to: string };
}
/** What one server block does. Ports are TCP, but for the DNS port itself. */
export interface ServerBlock {
  readonly zones: readonly string[];
  readonly port: number;
  readonly errors: boolean;
  /** Zones whose queries are logged, and of which outcome. */
  readonly log?: { readonly zones: readonly string[]; readonly classes: readonly string[] };
  readonly health?: { readonly port: number; readonly lameduckMs: number };
  readonly ready?: number;
  readonly metrics?: number;
  readonly kubernetes?: KubernetesZones;
  readonly forward: readonly Forward[];
  /** Seconds that an answer and a denial are kept at most, and zones that are not kept. */
  readonly cache?: {
    readonly success: number;
    readonly denial: number;
    readonly noSuccess: readonly string[];
    readonly noDenial: readonly string[];
  };
  readonly hosts?: {
    readonly ttl: number;
    readonly fallthrough?: readonly string[];
    readonly names: Readonly<Record<string, readonly string[]>>;
  };
  readonly rewrite: readonly Rewrite[];
  readonly loadbalance: boolean;
  readonly loop: boolean;
  readonly reload?: { readonly intervalMs: number; readonly jitterMs: number };
}

const ACTING = 'errors log health ready prometheus kubernetes forward cache hosts rewrite loadbalance loop reload';
const OTHERS =
  'root metadata geoip cancel tls quic grpc_server https https3 timeouts multisocket nsid bufsize bind debug trace pprof ' +
  'dnstap local dns64 acl any chaos tsig header dnssec autopath minimal template transfer nomad route53 azure clouddns ' +
  'k8s_external file auto secondary etcd grpc erratic whoami on sign view';
const DIRECTIVES: ReadonlySet<string> = new Set(`${ACTING} ${OTHERS}`.split(' '));

type Settings = { -readonly [K in keyof ServerBlock]: ServerBlock[K] };
interface Setup {
  readonly path: string;
  readonly settings: Settings;
  /** The servers that a file such as /etc/resolv.conf names; undefined: there is no such file. */
  readonly serversIn: (file: string) => readonly string[] | undefined;
}

/** Server blocks of a Corefile. Throws a CorefileError with CoreDNS's words. */
export function setUp(text: string, path: string, serversIn: Setup['serversIn']): ServerBlock[] {
  return readCorefile(text, path, (name) => DIRECTIVES.has(name)).map((block) => setUpBlock(block, path, serversIn));
}

function setUpBlock({ keys, directives }: Block, path: string, serversIn: Setup['serversIn']): ServerBlock {
  const [, port = '53'] = /:(\d+)$/.exec(keys[0] ?? '') ?? [];
  const zones = keys.map((key) => zoneOf(key.replace(/^\w+:\/\//, '').replace(/:\d+$/, '')));
  const settings: Settings = {
    zones,
    port: Number(port),
    errors: false,
    forward: [],
    rewrite: [],
    loadbalance: false,
    loop: false,
  };
  for (const directive of directives) {
    const name = directive.words[0] ?? '';
    try {
      setups[name]?.({ path, settings, serversIn }, directive);
    } catch (error) {
      if (error instanceof CorefileError) throw new CorefileError(`plugin/${name}: ${error.message}`);
      throw error;
    }
  }
  return settings;
}

/** Without the dot at the end; the root is empty. */
function zoneOf(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}

function wrongArgs({ path }: Setup, { words, line }: Words): CorefileError {
  return errorAt(path, line, `Wrong argument count or unexpected line ending after '${words.at(-1) ?? ''}'`);
}

function unknown({ path }: Setup, { words, line }: Words): CorefileError {
  return errorAt(path, line, `unknown property '${words[0] ?? ''}'`);
}

/** A duration of Go in milliseconds. Throws what Go says of another text. */
function duration(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) throw new CorefileError(`time: invalid duration "${text}"`);
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|s|m|h)/g))
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  return total;
}

function portOf(text: string | undefined, usual: number): number {
  return Number(/:(\d+)$/.exec(text ?? '')?.[1] ?? usual);
}

const setups: Readonly<Record<string, (setup: Setup, directive: Directive) => void>> = {
  errors: ({ settings }) => void (settings.errors = true),
  loadbalance: ({ settings }) => void (settings.loadbalance = true),
  loop: ({ settings }) => void (settings.loop = true),
  ready: ({ settings }, { words }) => void (settings.ready = portOf(words[1], 8181)),
  prometheus: ({ settings }, { words }) => void (settings.metrics = portOf(words[1], 9153)),
  log({ settings }, { words, block }) {
    const classes = block.flatMap(({ words: [first, ...rest] }) => (first === 'class' ? rest : []));
    const zones = words.slice(1, 2).map(zoneOf);
    settings.log = { zones: zones.length === 0 ? [''] : zones, classes };
  },
  health(setup, { words, block }) {
    let lameduckMs = 0;
    for (const line of block) {
      const [property, value] = line.words;
      if (property !== 'lameduck' || value === undefined) throw wrongArgs(setup, line);
      lameduckMs = duration(value);
    }
    setup.settings.health = { port: portOf(words[1], 8080), lameduckMs };
  },
  reload({ settings }, { words }) {
    const intervalMs = duration(words[1] ?? '30s');
    const jitterMs = duration(words[2] ?? '15s');
    if (intervalMs < 2000) throw new CorefileError('interval value must be greater or equal to 2s');
    if (jitterMs < 1000) throw new CorefileError('jitter value must be greater or equal to 1s');
    settings.reload = { intervalMs, jitterMs: Math.min(jitterMs, intervalMs / 2) };
  },
  kubernetes: setUpKubernetes,
  forward: setUpForward,
  cache: setUpCache,
  hosts: setUpHosts,
  rewrite: setUpRewrite,
};

function setUpKubernetes(setup: Setup, { words, block }: Directive): void {
  const named = words.slice(1).map(zoneOf);
  const zones: { -readonly [K in keyof KubernetesZones]: KubernetesZones[K] } = {
    ...USUAL_ZONES,
    zones: named.length === 0 ? setup.settings.zones : named,
    ttl: 5,
    pods: 'disabled',
    fallthrough: [],
  };
  if (zones.zones.every((zone) => zone.endsWith('.arpa')))
    throw new CorefileError('non-reverse zone name must be used');
  for (const line of block) {
    const [property = '', value = '', ...more] = line.words;
    switch (property) {
      case 'pods':
        if (value === '' || more.length > 0) throw wrongArgs(setup, line);
        if (value !== 'disabled' && value !== 'verified' && value !== 'insecure') {
          throw new CorefileError(`wrong value for pods: ${value},  must be one of: disabled, verified, insecure`);
        }
        zones.pods = value;
        break;
      case 'ttl':
        if (value === '') throw wrongArgs(setup, line);
        if (!/^-?\d+$/.test(value)) throw new CorefileError(`strconv.Atoi: parsing "${value}": invalid syntax`);
        if (Number(value) < 0 || Number(value) > 3600) {
          throw errorAt(setup.path, line.line, `ttl must be in range [0, 3600]: ${value}`);
        }
        zones.ttl = Number(value);
        break;
      case 'fallthrough':
        zones.fallthrough = value === '' ? [''] : line.words.slice(1).map(zoneOf);
        break;
      case 'namespaces':
        if (value === '') throw wrongArgs(setup, line);
        zones.namespaces = line.words.slice(1);
        break;
      case 'endpoint_pod_names':
        zones.endpointPodNames = true;
        break;
      case 'ignore':
        if (value !== 'empty_service') throw new CorefileError(`unable to parse ignore value: '${value}'`);
        zones.ignoresEmpty = true;
        break;
      case 'endpoint':
      case 'tls':
      case 'labels':
      case 'namespace_labels':
      case 'noendpoints':
      case 'kubeconfig':
        break;
      default:
        throw unknown(setup, line);
    }
  }
  setup.settings.kubernetes = zones;
}

const FORWARD_PROPERTIES =
  'except force_tcp prefer_udp expire max_fails max_concurrent health_check tls tls_servername policy next failover ' +
  'failfast_all_unhealthy_upstreams max_connect_attempts max_age max_idle_conns';

function setUpForward(setup: Setup, directive: Directive): void {
  const [, from, ...targets] = directive.words;
  if (from === undefined || targets.length === 0) throw wrongArgs(setup, directive);
  const to = targets.flatMap((target) => {
    const server = target.replace(/^(?:dns|tls):\/\//, '').replace(/:(?:53|853)$/, '');
    const servers = isAddress(server.replace(/:\d+$/, '')) ? [server] : setup.serversIn(target);
    if (servers === undefined) throw new CorefileError(`not an IP address or file: "${target}"`);
    return servers;
  });
  const except: string[] = [];
  for (const line of directive.block) {
    const [property = '', ...values] = line.words;
    if (!FORWARD_PROPERTIES.split(' ').includes(property)) throw unknown(setup, line);
    if (property === 'except') except.push(...values.map(zoneOf));
  }
  setup.settings.forward = [...setup.settings.forward, { from: zoneOf(from), to, except }];
}

function setUpCache(setup: Setup, { words, block }: Directive): void {
  const given = /^\d+$/.test(words[1] ?? '') ? Number(words[1]) : undefined;
  if (given === 0) throw new CorefileError('cache TTL can not be zero or negative: 0');
  let [success, denial] = [given ?? 3600, given ?? 1800];
  let noSuccess: readonly string[] = [];
  let noDenial: readonly string[] = [];
  for (const line of block) {
    const [property = '', first = '', ...rest] = line.words;
    if (property === 'success' && rest[0] !== undefined) success = Number(rest[0]);
    else if (property === 'denial' && rest[0] !== undefined) denial = Number(rest[0]);
    else if (property === 'disable') {
      const zones = rest.length === 0 ? [''] : rest.map(zoneOf);
      if (first === 'success') noSuccess = zones;
      else if (first === 'denial') noDenial = zones;
      else throw errorAt(setup.path, line.line, `cache type for disable must be "success" or "denial"`);
    } else if (!['success', 'denial', 'prefetch', 'serve_stale', 'servfail', 'keepttl'].includes(property)) {
      throw wrongArgs(setup, line);
    }
  }
  setup.settings.cache = { success, denial, noSuccess, noDenial };
}

function setUpHosts(setup: Setup, { block }: Directive): void {
  const names: Record<string, string[]> = {};
  let ttl = 3600;
  let fallthrough: readonly string[] | undefined;
  for (const line of block) {
    const [first = '', ...rest] = line.words;
    if (first === 'fallthrough') fallthrough = rest.length === 0 ? [''] : rest.map(zoneOf);
    else if (first === 'ttl') ttl = Number(rest[0] ?? ttl);
    else if (isAddress(first)) {
      for (const name of rest.map(zoneOf)) (names[name] ??= []).push(first);
      const [proper] = rest;
      if (proper !== undefined) (names[reverseName(first)] ??= []).push(`${zoneOf(proper)}.`);
    } else if (first !== 'no_reverse' && first !== 'reload') throw unknown(setup, line);
  }
  setup.settings.hosts = { ttl, names, ...(fallthrough === undefined ? {} : { fallthrough }) };
}

/** `rewrite [continue|stop] name [exact|...] FROM TO [answer ...]`, on one line or with a block. */
function setUpRewrite(setup: Setup, directive: Directive): void {
  const words = [...directive.words.slice(1), ...directive.block.flatMap((line) => line.words)];
  const mode = words[0] === 'continue' || words[0] === 'stop' ? words.shift() : 'stop';
  const [field, ...args] = words;
  if (field === undefined) throw wrongArgs(setup, directive);
  // Other fields than names change nothing here.
  if (field !== 'name') return;
  const kinds = ['exact', 'prefix', 'suffix', 'substring', 'regex'] as const;
  const match = kinds.find((kind) => kind === args[0]);
  if (match !== undefined) args.shift();
  const [from, to, answer, how, answerFrom, answerTo] = args;
  if (from === undefined || to === undefined) throw new CorefileError('too few arguments for a name rule');
  for (const pattern of match === 'regex' ? [from, answerFrom ?? ''] : []) {
    if (!isPattern(pattern)) throw new CorefileError(`invalid regex pattern in a name rule: ${pattern}`);
  }
  const named = answer === 'answer' && how === 'name' ? { from: answerFrom ?? '', to: answerTo ?? '' } : undefined;
  const isAuto = (match ?? 'exact') === 'exact' || how === 'auto';
  const back = named ?? (isAuto ? ('auto' as const) : undefined);
  const rule: Rewrite = {
    match: match ?? 'exact',
    from: match === 'regex' ? from : from.toLowerCase().replace(/\.$/, ''),
    to: to.replace(/\.$/, ''),
    goesOn: mode === 'continue',
    ...(back === undefined ? {} : { answer: back }),
  };
  setup.settings.rewrite = [...setup.settings.rewrite, rule];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** What /etc/resolv.conf says, and which names are asked for one. Models glibc 2.36 (resolv/res_init.c, res_query.c). */

/** What a resolver is told. */
export interface ResolverConfig {
  readonly servers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
  readonly timeoutMs: number;
  readonly attempts: number;
}

/** More than that a C library does not read. */
const MAX_SERVERS = 3;
const LIMITS = { ndots: 15, timeout: 30, attempts: 5 } as const;
/** Without any server the machine itself is asked. */
const ITSELF = '127.0.0.1';

export function readResolvConf(text: string): ResolverConfig {
  const lines = text.split('\n').map((line) =>
    line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/),
  );
  const values = (...names: string[]) =>
    lines.filter(([first = '']) => names.includes(first)).map(([, ...rest]) => rest);
  const options = values('options').flat();
  const option = (name: keyof typeof LIMITS, usual: number) => {
    const value = Number.parseInt(
      options.findLast((each) => each.startsWith(`${name}:`))?.slice(name.length + 1) ?? '',
      10,
    );
    return Number.isNaN(value) ? usual : Math.min(value, LIMITS[name]);
  };
  const servers = values('nameserver').flatMap(([first]) => (first === undefined ? [] : [first]));
  return {
    servers: servers.length === 0 ? [ITSELF] : servers.slice(0, MAX_SERVERS),
    search: values('search', 'domain').at(-1) ?? [],
    ndots: option('ndots', 1),
    timeoutMs: option('timeout', 5) * 1000,
    attempts: option('attempts', 2),
  };
}

/** Names without the dot at their end. */
export interface NamesToAsk {
  /** In their order. */
  readonly names: readonly string[];
  /** The one among them that is no more than what was asked for. */
  readonly asItStands: string;
}

/** What is asked for `name`: with the search list first if it has fewer than ndots dots, last otherwise, never with a dot at its end. */
export function namesToAsk(name: string, { search, ndots }: Pick<ResolverConfig, 'search' | 'ndots'>): NamesToAsk {
  if (name.endsWith('.')) return { names: [name.slice(0, -1)], asItStands: name.slice(0, -1) };
  const searched = search.map((suffix) => `${name}.${suffix.replace(/\.$/, '')}`);
  const isLong = name.split('.').length - 1 >= ndots;
  return { names: isLong ? [name, ...searched] : [...searched, name], asItStands: name };
}

/** As dig +search, host and nslookup of BIND ask: a name with ndots dots or more as it stands, and nothing after it (bin/dig/dighost.c, next_origin). */
export function namesOfBind(name: string, config: Pick<ResolverConfig, 'search' | 'ndots'>): readonly string[] {
  const { names, asItStands } = namesToAsk(name, config);
  return names[0] === asItStands ? [asItStands] : names;
}

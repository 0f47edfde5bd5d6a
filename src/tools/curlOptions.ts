/** Options of curl, as data and read. Left out: forms, uploads, proxies, configuration files. */

/** Long names by letter, `:` before those that take a value. Letters that curl does not have stand for names without one. */
const OPTIONS: Readonly<Record<string, string>> = {
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  i: 'include',
  I: 'head',
  f: 'fail',
  L: 'location',
  g: 'globoff',
  k: 'insecure',
  G: 'get',
  O: 'remote-name',
  N: 'no-buffer',
  V: 'version',
  h: 'help',
  q: 'disable',
  '#': 'progress-bar',
  '0': 'http1.0',
  '4': 'ipv4',
  m: ':max-time',
  o: ':output',
  w: ':write-out',
  X: ':request',
  d: ':data',
  H: ':header',
  u: ':user',
  A: ':user-agent',
  e: ':referer',
  b: ':cookie',
};
/** Names without a letter. */
const LONG_FLAGS =
  'fail-with-body http1.1 http2 compressed retry-connrefused retry-all-errors no-progress-meter no-keepalive tcp-nodelay show-headers';
const LONG_VALUES =
  'connect-timeout cacert resolve retry retry-delay retry-max-time max-redirs data-raw data-binary data-ascii data-urlencode json url interface noproxy connect-to stderr cert key capath';

const takesValue = new Map<string, boolean>([
  ...Object.values(OPTIONS).map((name) => [name.replace(':', ''), name.startsWith(':')] as const),
  ...LONG_FLAGS.split(' ').map((name) => [name, false] as const),
  ...LONG_VALUES.split(' ').map((name) => [name, true] as const),
]);

/** What was asked for. Names are the long ones. */
export interface CurlOptions {
  has(name: string): boolean;
  /** The last one. */
  value(name: string): string | undefined;
  all(name: string): readonly string[];
  /** Bodies in their order, with the option that gave them. */
  readonly data: readonly (readonly [option: string, text: string])[];
  readonly urls: readonly string[];
}

/** Reads `argv`; a text is what is wrong with it. */
export function readCurlOptions(argv: readonly string[]): CurlOptions | string {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const urls: string[] = [];
  const data: (readonly [string, string])[] = [];
  const set = (name: string, value: string) => {
    if (name === 'url') urls.push(value);
    else if (name.startsWith('data') || name === 'json') data.push([name, value]);
    values.set(name, [...(values.get(name) ?? []), value]);
  };
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '-' || !word.startsWith('-')) urls.push(word);
    else if (word === '--') urls.push(...argv.slice(++i, (i = argv.length)));
    else if (word.startsWith('--')) {
      const name = word.slice(2);
      const isNegative = name.startsWith('no-') && takesValue.get(name) === undefined;
      const known = takesValue.get(isNegative ? name.slice(3) : name);
      if (known === undefined) return `option ${word}: is unknown`;
      if (isNegative) flags.delete(name.slice(3));
      else if (!known) flags.add(name);
      else if (i + 1 >= argv.length) return `option ${word}: requires parameter`;
      else set(name, argv[++i] ?? '');
    } else {
      for (let at = 1; at < word.length; at++) {
        const letter = word.charAt(at);
        const name = OPTIONS[letter];
        if (name === undefined) return `option -${letter}: is unknown`;
        if (!name.startsWith(':')) flags.add(name);
        else {
          const value = at + 1 < word.length ? word.slice(at + 1) : argv[++i];
          if (value === undefined) return `option -${letter}: requires parameter`;
          set(name.slice(1), value);
          break;
        }
      }
    }
  }
  if (flags.has('show-headers')) flags.add('include');
  return {
    has: (name) => flags.has(name) || values.has(name),
    value: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
    data,
    urls,
  };
}

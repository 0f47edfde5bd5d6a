/**
 * What nginx reads of its configuration: ports, document roots, `return` and where requests are passed on to are found
 * by their directives. Left out: includes other than conf.d, variables, rewriting, upstreams, TLS.
 */
import type { Process } from '../runtime/process';

/** One `server` block. */
export interface NginxServer {
  readonly ports: readonly number[];
  readonly root: string;
  readonly locations: readonly NginxLocation[];
}
/** One `location`; its path is a beginning, or with `isExact` all of the path. */
export interface NginxLocation {
  readonly path: string;
  readonly isExact: boolean;
  readonly root?: string;
  readonly answer?: { readonly status: number; readonly text: string };
}

const DEFAULT_ROOT = '/usr/share/nginx/html';
const FOLDER = '/etc/nginx/conf.d';

/** What the image brings along. */
export const NGINX_FILES: Readonly<Record<string, string>> = {
  '/etc/nginx/nginx.conf':
    '\nuser  nginx;\nworker_processes  auto;\n\nerror_log  /var/log/nginx/error.log notice;\npid        /run/nginx.pid;\n\n\n' +
    'events {\n    worker_connections  1024;\n}\n\n\nhttp {\n    include       /etc/nginx/mime.types;\n' +
    '    default_type  application/octet-stream;\n\n    sendfile        on;\n    keepalive_timeout  65;\n\n' +
    '    include /etc/nginx/conf.d/*.conf;\n}\n',
  [`${FOLDER}/default.conf`]:
    'server {\n    listen       80;\n    listen  [::]:80;\n    server_name  localhost;\n\n    location / {\n' +
    '        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n\n' +
    '    error_page   500 502 503 504  /50x.html;\n    location = /50x.html {\n' +
    '        root   /usr/share/nginx/html;\n    }\n}\n',
};

/** What the image's own configuration comes to. */
const DEFAULT: { readonly servers: readonly NginxServer[] } = {
  servers: [
    {
      ports: [80],
      root: DEFAULT_ROOT,
      locations: [
        { path: '/', isExact: false, root: DEFAULT_ROOT },
        { path: '/50x.html', isExact: true, root: DEFAULT_ROOT },
      ],
    },
  ],
};

/** The servers that the files of a container configure, or why nginx does not start, in its words. */
export function nginxServers(
  process: Process,
): { readonly servers: readonly NginxServer[] } | { readonly why: string } {
  if (process.files.isAsBuilt('/etc/nginx')) return DEFAULT;
  const main = process.files.read('/etc/nginx/nginx.conf') ?? '';
  const names = (process.files.list(FOLDER) ?? []).filter((name) => name.endsWith('.conf')).sort();
  const isIncluded = /include\s+\/etc\/nginx\/conf\.d\/\*\.conf\s*;/.test(main);
  const files = [
    ['/etc/nginx/nginx.conf', main] as const,
    ...(isIncluded
      ? names.map((name) => [`${FOLDER}/${name}`, process.files.read(`${FOLDER}/${name}`) ?? ''] as const)
      : []),
  ];
  const servers: NginxServer[] = [];
  for (const [file, text] of files) {
    const words = tokens(text);
    const depth = words.reduce((level, word) => level + (word === '{' ? 1 : word === '}' ? -1 : 0), 0);
    const lines = text.split('\n').length;
    if (depth > 0) return { why: `unexpected end of file, expecting "}" in ${file}:${lines}` };
    if (depth < 0) return { why: `unexpected "}" in ${file}:${lines}` };
    for (const [head, body] of blocks(words)) collect(head, body, servers);
  }
  return { servers };
}

function collect(head: readonly string[], body: readonly string[], servers: NginxServer[]): void {
  if (head[0] === 'server') servers.push(serverOf(body));
  else for (const [inner, innerBody] of blocks(body)) collect(inner, innerBody, servers);
}

/** Words, quoted texts, and the signs that end directives and blocks. */
function tokens(text: string): readonly string[] {
  return text.replace(/(^|\s)#.*$/gm, '').match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^\s{};]+/g) ?? [];
}

type Block = readonly [head: readonly string[], body: readonly string[]];

/** The blocks of one level. */
function blocks(words: readonly string[]): readonly Block[] {
  const found: Block[] = [];
  let head: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === ';') head = [];
    else if (word !== '{') head.push(word);
    else {
      const end = endOf(words, at);
      found.push([head, words.slice(at + 1, end)]);
      head = [];
      at = end;
    }
  }
  return found;
}

function endOf(words: readonly string[], open: number): number {
  let level = 0;
  for (let at = open; at < words.length; at += 1) {
    level += words[at] === '{' ? 1 : words[at] === '}' ? -1 : 0;
    if (level === 0) return at;
  }
  return words.length;
}

/** The directives of one level by name. */
function directives(words: readonly string[], name: string): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let line: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '{') {
      at = endOf(words, at);
      line = [];
    } else if (word !== ';') line.push(word);
    else {
      if (line[0] === name) found.push(line.slice(1));
      line = [];
    }
  }
  return found;
}

function serverOf(body: readonly string[]): NginxServer {
  const listens = directives(body, 'listen').map(([place = '80']) => Number(/(\d+)$/.exec(place)?.[1] ?? '80'));
  const locations = blocks(body).flatMap(([head, inner]) => (head[0] === 'location' ? [locationOf(head, inner)] : []));
  const whole = answerOf(body);
  return {
    ports: listens.length === 0 ? [80] : [...new Set(listens)],
    root: directives(body, 'root')[0]?.[0] ?? DEFAULT_ROOT,
    locations: whole === undefined ? locations : [{ path: '/', isExact: false, answer: whole }],
  };
}

function locationOf(head: readonly string[], body: readonly string[]): NginxLocation {
  const root = directives(body, 'root')[0]?.[0];
  const answer = answerOf(body);
  return {
    path: head.at(-1) ?? '/',
    isExact: head[1] === '=',
    ...(root === undefined ? {} : { root }),
    ...(answer === undefined ? {} : { answer }),
  };
}

function answerOf(body: readonly string[]): NginxLocation['answer'] {
  const [words] = directives(body, 'return');
  if (words === undefined) return undefined;
  const [status = '200', text = ''] = words;
  const bare = /^["']/.test(text) ? text.slice(1, -1) : text;
  return { status: Number(status) || 200, text: bare.replaceAll('\\n', '\n') };
}

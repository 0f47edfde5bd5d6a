/** The nginx web server: a welcome page on 80, 404 for the rest, a quick and clean stop on SIGQUIT. */
import type { ExecResult } from '../runtime/containerRuntime';
import { formatDate } from '../runtime/calendar';
import type { HttpRequest, HttpResponse, ImageBehaviour, Process, Program } from '../runtime/process';
import { MI } from '../runtime/process';
import { NGINX_FILES, type NginxLocation, type NginxServer, nginxServers } from './nginxConfig';

/** How long nginx tries to get a port that another container of the pod has. */
const BIND_MS = 2500;
const ROOT = '/usr/share/nginx/html';

const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const statusPage = (title: string) => `<html>
<head><title>${title}</title></head>
<body>
<center><h1>${title}</h1></center>
<hr><center>nginx</center>
</body>
</html>
`;

/** What the image's entrypoint script says before nginx starts. */
const ENTRYPOINT_LINES = [
  '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  '/docker-entrypoint.sh: Sourcing /docker-entrypoint.d/15-local-resolvers.envsh',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
  '/docker-entrypoint.sh: Configuration complete; ready for start up',
];

/** One line of the access log, `combined` format. */
export function accessLine(process: Process, request: HttpRequest, response: HttpResponse): string {
  const time = formatDate(process.now, '%d/%b/%Y:%H:%M:%S %z');
  const agent = request.headers['user-agent'] ?? '-';
  const line = `${request.method} ${request.path} HTTP/1.1`;
  return `${request.from} - - [${time}] "${line}" ${response.status} ${response.body.length} "-" "${agent}" "-"`;
}

const notice = (process: Process, text: string) => process.log(`${stamp(process)} [notice] 1#1: ${text}`, 'stderr');

const VERSION = 'nginx/1.29.4';

/** The configuration that was read last: files that change later wait for a reload. */
type Loaded = readonly NginxServer[];

/** Answers as the configuration of the port says: a `return`, or a file of the document root. */
function serve(process: Process<Loaded>, port: number, request: HttpRequest): HttpResponse {
  const path = request.path.split('?')[0] ?? '/';
  const headers = { server: VERSION, 'content-type': 'text/html' };
  const server = process.memory.find(({ ports }) => ports.includes(port)) ?? { root: ROOT, locations: [] };
  const location = locationFor(server.locations, path);
  if (location?.answer) return answered(location.answer, { ...headers, 'content-type': 'text/plain' }, process, path);
  const root = location?.root ?? server.root;
  const text = process.files.read(root + (path.endsWith('/') ? `${path}index.html` : path));
  if (text !== undefined) return { status: 200, body: text, headers };
  if (path.endsWith('/') && process.files.stat(root + path)?.kind === 'dir') {
    return { status: 403, body: statusPage('403 Forbidden'), headers };
  }
  return { status: 404, body: statusPage('404 Not Found'), headers };
}

function answered(
  { status, text }: { readonly status: number; readonly text: string },
  headers: Readonly<Record<string, string>>,
  process: Process,
  uri: string,
): HttpResponse {
  if (status >= 300 && status < 400) return { status, body: '', headers: { ...headers, location: text } };
  return { status, body: text.replaceAll('$hostname', process.hostname).replaceAll('$uri', uri), headers };
}

/** An exact path goes before the longest beginning. */
function locationFor(locations: readonly NginxLocation[], path: string): NginxLocation | undefined {
  const exact = locations.find((location) => location.isExact && location.path === path);
  if (exact) return exact;
  const fitting = locations.filter((location) => !location.isExact && path.startsWith(location.path));
  return fitting.reduce<NginxLocation | undefined>(
    (best, each) => (best === undefined || each.path.length > best.path.length ? each : best),
    undefined,
  );
}

const stamp = (process: Process) => formatDate(process.now, '%Y/%m/%d %H:%M:%S');

/** A configuration that cannot be read: what nginx says, and how it ends. */
function refuseToStart(process: Process, why: string): void {
  process.log(`${stamp(process)} [emerg] 1#1: ${why}`, 'stderr');
  process.log(`nginx: [emerg] ${why}`, 'stderr');
  process.exit(1);
}

/** Takes over a configuration; the port that another container has already, if there is one. */
function load(process: Process<Loaded>, servers: Loaded): number | undefined {
  const wanted = servers.flatMap(({ ports }) => ports);
  const before = process.memory ?? [];
  process.memory = servers;
  for (const port of before.flatMap(({ ports }) => ports)) if (!wanted.includes(port)) process.unlisten(port);
  return wanted.find((port) => !process.listen(port));
}

/** `nginx -t`, `-v` and `-s`, run beside the server. */
function runNginx(process: Process, argv: readonly string[]): ExecResult | undefined {
  if (!/(^|\/)nginx$/.test(argv[0] ?? '')) return undefined;
  const said = (stderr: string, exitCode = 0): ExecResult => ({ exitCode, output: stderr, stderr });
  const [, option = '', word = ''] = argv;
  if (option === '-v' || option === '-V') return said(`nginx version: ${VERSION}\n`);
  const found = nginxServers(process);
  const why = 'why' in found ? found.why : undefined;
  if (option === '-t' || option === '-T') {
    const file = '/etc/nginx/nginx.conf';
    if (why !== undefined) return said(`nginx: [emerg] ${why}\nnginx: configuration file ${file} test failed\n`, 1);
    return said(
      `nginx: the configuration file ${file} syntax is ok\nnginx: configuration file ${file} test is successful\n`,
    );
  }
  if (option !== '-s') return undefined;
  if (why !== undefined) return said(`nginx: [emerg] ${why}\n`, 1);
  const started = `${stamp(process)} [notice] 31#31: signal process started\n`;
  if (word === 'reload') {
    notice(process, 'signal 1 (SIGHUP) received from 31, reconfiguring');
    notice(process, 'reconfiguring');
    if (!('why' in found)) load(process as Process<Loaded>, found.servers); // The server's own process.
  } else if (word === 'stop' || word === 'quit') process.kill(1, word === 'stop' ? 'SIGTERM' : 'SIGQUIT');
  else return said(`nginx: invalid option: "-s ${word}"\n`, 1);
  return said(started);
}

/** Serves what its configuration says: without another one its document root on 80. */
export const nginxServer: Program<Loaded> = {
  start(process) {
    process.useMemory(8 * MI);
    process.useCpu(1);
    for (const line of ENTRYPOINT_LINES) process.log(line);
    const found = nginxServers(process);
    if ('why' in found) return refuseToStart(process, found.why);
    const taken = load(process, found.servers);
    if (taken !== undefined) {
      process.wakeAfter(BIND_MS, `bind:${taken}`);
      return;
    }
    for (const text of ['using the "epoll" event method', VERSION, 'start worker processes']) notice(process, text);
    notice(process, 'start worker process 29');
  },
  wake(process, reason) {
    const [what, value = '80'] = reason.split(':');
    if (what === 'signal') return nginxServer.terminate?.(process, value);
    const why = `bind() to 0.0.0.0:${value} failed (98: Address already in use)`;
    process.log(`${stamp(process)} [emerg] 1#1: ${why}`, 'stderr');
    process.log(`nginx: [emerg] ${why}`, 'stderr');
    process.log(`${stamp(process)} [emerg] 1#1: still could not bind()`, 'stderr');
    process.log('nginx: [emerg] still could not bind()', 'stderr');
    process.exit(1);
  },
  http(process, port, request) {
    const response = serve(process, port, request);
    process.log(accessLine(process, request, response));
    return response;
  },
  exec: runNginx,
  terminate(process, signal) {
    const how = signal === 'SIGQUIT' ? 'gracefully shutting down' : 'exiting';
    notice(process, `signal ${signal === 'SIGQUIT' ? '3 (SIGQUIT)' : '15 (SIGTERM)'} received, ${how}`);
    process.exit(0);
  },
};

/** Debian or, by its tag, Alpine. */
export const nginx: ImageBehaviour = {
  image: 'docker.io/library/nginx',
  tags: /^(latest|stable|mainline|alpine|perl|alpine-slim|1|1\.([0-9]|1[0-9]|2[0-9])(\.\d{1,2})?|stable)(-(alpine|alpine-slim|perl|otel|bookworm|bullseye|trixie))*$/,
  entrypoint: ['/docker-entrypoint.sh'],
  cmd: ['nginx', '-g', 'daemon off;'],
  stopSignal: 'SIGQUIT',
  userland: 'debian',
  tools: ['curl'],
  programs: { nginx: nginxServer },
  files: { [`${ROOT}/index.html`]: WELCOME, ...NGINX_FILES },
};

/** The documents' StatefulSet runs it: nginx with an empty document root. */
export const nginxSlim: ImageBehaviour = {
  ...nginx,
  image: 'registry.k8s.io/nginx-slim',
  tags: /^0\.([1-9]|1\d|2\d)$/,
  sizeMB: 80,
  files: NGINX_FILES,
};

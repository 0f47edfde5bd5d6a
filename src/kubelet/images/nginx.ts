/** The nginx web server: a welcome page on 80, 404 for the rest, a quick and clean stop on SIGQUIT. */
import { formatDate } from '../runtime/calendar';
import type { HttpRequest, HttpResponse, ImageBehaviour, Process, Program } from '../runtime/process';
import { MI } from '../runtime/process';

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

const notice = (process: Process, text: string) =>
  process.log(`${formatDate(process.now, '%Y/%m/%d %H:%M:%S')} [notice] 1#1: ${text}`, 'stderr');

/** Serves the files of the document root, as the default configuration does. */
function serve(process: Process, request: HttpRequest): HttpResponse {
  const path = request.path.split('?')[0] ?? '/';
  const file = path.endsWith('/') ? `${path}index.html` : path;
  const text = process.files.read(ROOT + file);
  const headers = { server: 'nginx/1.29.4', 'content-type': 'text/html' };
  if (text !== undefined) return { status: 200, body: text, headers };
  if (path.endsWith('/') && process.files.stat(ROOT + path)?.kind === 'dir') {
    return { status: 403, body: statusPage('403 Forbidden'), headers };
  }
  return { status: 404, body: statusPage('404 Not Found'), headers };
}

/** Serves its document root on 80. */
export const nginxServer: Program = {
  start(process) {
    process.useMemory(8 * MI);
    process.useCpu(1);
    for (const line of ENTRYPOINT_LINES) process.log(line);
    if (!process.listen(80)) {
      process.wakeAfter(BIND_MS, 'bind');
      return;
    }
    for (const text of ['using the "epoll" event method', 'nginx/1.29.4', 'start worker processes'])
      notice(process, text);
    notice(process, 'start worker process 29');
  },
  wake(process) {
    const time = formatDate(process.now, '%Y/%m/%d %H:%M:%S');
    const why = 'bind() to 0.0.0.0:80 failed (98: Address already in use)';
    process.log(`${time} [emerg] 1#1: ${why}`, 'stderr');
    process.log(`nginx: [emerg] ${why}`, 'stderr');
    process.log(`${time} [emerg] 1#1: still could not bind()`, 'stderr');
    process.log('nginx: [emerg] still could not bind()', 'stderr');
    process.exit(1);
  },
  http(process, _port, request) {
    const response = serve(process, request);
    process.log(accessLine(process, request, response));
    return response;
  },
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
  files: { [`${ROOT}/index.html`]: WELCOME, '/etc/nginx/nginx.conf': 'user  nginx;\nworker_processes  auto;\n' },
};

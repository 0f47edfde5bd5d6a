/** Web servers and applications that learners try. */
import { formatDate } from '../runtime/calendar';
import type { HttpRequest, HttpResponse, ImageBehaviour, Process } from '../runtime/process';
import { accessLine } from './nginx';
import { resolveName } from '../runtime/resolveName';
import { flag, pathOf, server } from './server';

const html = { 'content-type': 'text/html' } as const;
const json = { 'content-type': 'application/json' } as const;

/** The common log format of Apache. */
export function apacheLine(process: Process, request: HttpRequest, response: HttpResponse): string {
  const time = formatDate(process.now, '%d/%b/%Y:%H:%M:%S %z');
  return `${request.from} - - [${time}] "${request.method} ${request.path} HTTP/1.1" ${response.status} ${response.body.length}`;
}

const apacheStart = (process: Process) => [
  "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using " +
    `${process.ip}. Set the 'ServerName' directive globally to suppress this message`,
  `[${formatDate(process.now, '%a %b %d %H:%M:%S')}.000000 ${formatDate(process.now, '%Y')}] [mpm_event:notice] ` +
    '[pid 1:tid 1] AH00489: Apache/2.4.65 (Unix) configured -- resuming normal operations',
];

const APACHE_ROOT = '/usr/local/apache2/htdocs';

function apacheAnswer(process: Process, request: HttpRequest): HttpResponse {
  const path = pathOf(request);
  const text = process.files.read(`${APACHE_ROOT}${path}${path.endsWith('/') ? 'index.html' : ''}`);
  if (text !== undefined) return { status: 200, body: text, headers: html };
  const body =
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n' +
    '<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n';
  return { status: 404, body, headers: html };
}

/** Apache: `It works!` on 80. */
export const httpd: ImageBehaviour = {
  image: 'docker.io/library/httpd',
  tags: /^(2|2\.4(\.\d+)?)(-(alpine|bookworm|trixie))?$|^alpine$/,
  sizeMB: 55,
  cmd: ['httpd-foreground'],
  stopSignal: 'SIGWINCH',
  workingDir: '/usr/local/apache2',
  userland: 'debian',
  files: { [`${APACHE_ROOT}/index.html`]: '<html><body><h1>It works!</h1></body></html>\n' },
  programs: {
    'httpd-foreground': server({
      ports: [80],
      memoryMi: 8,
      exitOnTerm: 0,
      startLines: apacheStart,
      answer: apacheAnswer,
      accessLine: apacheLine,
    }),
  },
};

function echoAnswer(process: Process, request: HttpRequest): HttpResponse {
  const headers = Object.entries(request.headers).map(([name, value]) => `\t${name}=${value}\n`);
  const body =
    `\n\nHostname: ${process.hostname}\n\nPod Information:\n\t-no pod information available-\n\n` +
    `Server values:\n\tserver_version=nginx: 1.13.3 - lua: 10008\n\n` +
    `Request Information:\n\tclient_address=${request.from}\n\tmethod=${request.method}\n\treal path=${request.path}\n` +
    `\tquery=${request.path.split('?')[1] ?? ''}\n\trequest_version=1.1\n\trequest_scheme=http\n` +
    `\trequest_uri=http://${request.headers.host ?? process.ip}:8080${request.path}\n\n` +
    `Request Headers:\n${headers.join('')}\nRequest Body:\n${request.body ?? '\t-no body in request-'}\n\n`;
  return { status: 200, body };
}

/** Tells the client about its own request, on 8080. */
export const echoserver: ImageBehaviour = {
  image: 'registry.k8s.io/echoserver',
  aliases: [
    'gcr.io/google_containers/echoserver',
    'gcr.io/google-containers/echoserver',
    'gcr.io/kubernetes-e2e-test-images/echoserver',
  ],
  tags: /^(1\.([0-9]|10)|2\.\d)$/,
  sizeMB: 40,
  entrypoint: ['/run.sh'],
  userland: 'debian',
  programs: {
    'run.sh': server({
      ports: [8080, 8443],
      memoryMi: 10,
      exitOnTerm: 0,
      startLines: () => ['Generating self-signed cert', 'Starting nginx'],
      answer: echoAnswer,
      accessLine,
    }),
  },
};

/** Answers the text of `-text`; without it the container ends with 127. */
export const httpEcho: ImageBehaviour = {
  image: 'docker.io/hashicorp/http-echo',
  aliases: ['ghcr.io/hashicorp/http-echo'],
  tags: /^(0\.2\.[0-3]|1\.0(\.0)?|alpine)$/,
  sizeMB: 5,
  entrypoint: ['/http-echo'],
  uid: 65532,
  userland: 'none',
  programs: {
    'http-echo': server({
      ports: ({ argv }) => [Number((flag(argv, 'listen') ?? ':5678').replace(/^.*:/, ''))],
      memoryMi: 3,
      exitOnTerm: 0,
      stream: 'stderr',
      refusal: ({ argv, env }) =>
        (flag(argv, 'text') ?? env.ECHO_TEXT) ? undefined : { lines: ['Missing -text option!'], code: 127 },
      startLines: (process) => [
        `${formatDate(process.now, '%Y/%m/%d %H:%M:%S')} [INFO] server is listening on ${flag(process.argv, 'listen') ?? ':5678'}`,
      ],
      answer: ({ argv, env }) => ({ status: 200, body: `${flag(argv, 'text') ?? env.ECHO_TEXT ?? ''}\n` }),
      accessLine: (process, request, response) =>
        `${formatDate(process.now, '%Y/%m/%d %H:%M:%S')} ${request.headers.host ?? ''} ${request.from} ` +
        `"${request.method} ${request.path} HTTP/1.1" ${response.status} ${response.body.length} ` +
        `"${request.headers['user-agent'] ?? ''}" 10µs`,
    }),
  },
};

function httpbinAnswer(process: Process, request: HttpRequest): HttpResponse {
  const [, first = '', second = ''] = pathOf(request).split('/');
  const url = `http://${request.headers.host ?? process.ip}${request.path}`;
  const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const about = { headers: request.headers, origin: request.from, url };
  switch (first) {
    case '':
      return { status: 200, body: '<!DOCTYPE html>\n<title>httpbin.org</title>\n', headers: html };
    case 'get':
    case 'anything':
      return { status: 200, body: text({ args: {}, ...about }), headers: json };
    case 'headers':
      return { status: 200, body: text({ headers: request.headers }), headers: json };
    case 'ip':
      return { status: 200, body: text({ origin: request.from }), headers: json };
    case 'status':
      return { status: Number(second) || 400, body: '' };
    case 'delay':
      return { status: 200, body: text(about), headers: json, durationMs: Math.min(10, Number(second) || 0) * 1000 };
    default:
      return {
        status: 404,
        body: '<!DOCTYPE HTML>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n',
        headers: html,
      };
  }
}

/** `/get`, `/status/CODE`, `/delay/N`, `/headers`, `/ip` on 80. */
export const httpbin: ImageBehaviour = {
  image: 'docker.io/kennethreitz/httpbin',
  aliases: ['docker.io/kong/httpbin'],
  tags: /^0\.\d+(\.\d+)?$/,
  sizeMB: 160,
  cmd: ['gunicorn', '-b', '0.0.0.0:80', 'httpbin:app', '-k', 'gevent'],
  userland: 'debian',
  tools: ['curl'],
  programs: {
    gunicorn: server({
      ports: [80],
      memoryMi: 60,
      exitOnTerm: 0,
      stream: 'stderr',
      startLines: (process) =>
        ['Starting gunicorn 19.9.0', 'Listening at: http://0.0.0.0:80 (1)', 'Using worker: gevent'].map(
          (text) => `[${formatDate(process.now, '%Y-%m-%d %H:%M:%S')} +0000] [1] [INFO] ${text}`,
        ),
      stopLines: (process) => [
        `[${formatDate(process.now, '%Y-%m-%d %H:%M:%S')} +0000] [1] [INFO] Handling signal: term`,
      ],
      answer: httpbinAnswer,
    }),
  },
};

/** Whether the database that the environment names takes connections. */
function hasDatabase(process: Process): boolean {
  const [host = '', port = '3306'] = (process.env.WORDPRESS_DB_HOST ?? 'mysql').split(':');
  const found = resolveName(process, host);
  const ip = found.type === 'found' ? found.addresses[0] : undefined;
  return ip !== undefined && process.network.dial({ ip, port: Number(port) }).type === 'connected';
}

/** Redirects to its installation, or 500 without a database. */
export const wordpress: ImageBehaviour = {
  image: 'docker.io/library/wordpress',
  tags: /^([4-6]|[4-6]\.\d+(\.\d+)?)(-(apache|php\d\.\d))*$|^apache$/,
  sizeMB: 260,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['apache2-foreground'],
  stopSignal: 'SIGWINCH',
  workingDir: '/var/www/html',
  userland: 'debian',
  tools: ['curl'],
  programs: {
    'apache2-foreground': server({
      ports: [80],
      memoryMi: 60,
      exitOnTerm: 0,
      startupMs: 2000,
      startLines: () => ['WordPress not found in /var/www/html - copying now...'],
      readyLines: (process) => [
        'Complete! WordPress has been successfully copied to /var/www/html',
        ...apacheStart(process),
      ],
      answer: (process) =>
        hasDatabase(process)
          ? { status: 302, body: '', headers: { location: '/wp-admin/install.php' } }
          : { status: 500, body: '<h1>Error establishing a database connection</h1>\n', headers: html },
      accessLine: apacheLine,
    }),
  },
};

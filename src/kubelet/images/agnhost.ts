/**
 * Kubernetes' own test servers: `liveness` of the documents and agnhost with its subcommands.
 * Go programs as PID 1: they stop with exit code 2 on SIGTERM, at once. Left out: the subcommands not listed here.
 */
import type { HttpRequest, HttpResponse, ImageBehaviour, Process, Program } from '../runtime/process';
import { flag, goDurationMs, pathOf, queryOf, server } from './server';

/** `/healthz` is well for this long. */
const HEALTHY_MS = 10_000;

/** Go's way to print a duration, to the millisecond. */
function goSeconds(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${minutes > 0 ? `${minutes}m` : ''}${(ms - minutes * 60_000) / 1000}s`;
}

function livenessAnswer(process: Process, request: HttpRequest): HttpResponse {
  const elapsedMs = process.now - process.startedAt;
  switch (pathOf(request)) {
    case '/started':
      return { status: 200, body: goSeconds(elapsedMs) };
    case '/healthz':
      if (elapsedMs <= HEALTHY_MS) return { status: 200, body: 'ok' };
      return { status: 500, body: `error: ${elapsedMs / 1000}` };
    case '/redirect': {
      const location = queryOf(request).loc ?? '/';
      return { status: 302, body: `<a href="${location}">Found</a>.\n\n`, headers: { location } };
    }
    default:
      return { status: 404, body: '404 page not found\n' };
  }
}

const livenessServer = server({ ports: [8080], memoryMi: 5, exitOnTerm: 2, answer: livenessAnswer });

function netexecAnswer(process: Process, request: HttpRequest): HttpResponse {
  const query = queryOf(request);
  process.log(`${process.now} ${request.method} ${request.path}`, 'stderr');
  switch (pathOf(request)) {
    case '/':
      return { status: 200, body: `NOW: ${process.now}` };
    case '/hostname':
    case '/hostName':
      return { status: 200, body: process.hostname };
    case '/clientip':
      return { status: 200, body: `${request.from}:40000` };
    case '/healthz':
      return { status: 200, body: '' };
    case '/echo':
      return { status: Number(query.code ?? '200'), body: query.msg ?? '' };
    case '/exit': {
      const waitMs = goDurationMs(query.wait ?? query.timeout);
      process.wakeAfter(waitMs, `exit:${query.code ?? '0'}`);
      return { status: 200, body: '' };
    }
    case '/shutdown':
      process.wakeAfter(0, 'exit:0');
      return { status: 200, body: '' };
    default:
      return { status: 404, body: '404 page not found\n' };
  }
}

const netexec: Program = {
  ...server({
    ports: (process) => [Number(flag(process.argv, 'http-port') ?? '8080')],
    memoryMi: 5,
    exitOnTerm: 2,
    startLines: () => ['Started HTTP server on port 8080', 'Started UDP server on port  8081'],
    stream: 'stderr',
    answer: netexecAnswer,
  }),
  wake(process, reason) {
    process.exit(Number(reason.split(':')[1] ?? '0'));
  },
};

const serveHostname = server({
  ports: (process) => [Number(flag(process.argv, 'port') ?? '9376')],
  memoryMi: 5,
  exitOnTerm: 2,
  startLines: () => ['Serving on port 9376.'],
  answer: (process) => ({ status: 200, body: process.hostname }),
});

/** What `grpc-health-checking` remembers. */
interface HealthMemory {
  readonly isServing: boolean;
}

/** A health service of gRPC at `--port`, and an HTTP port by which its answer is changed. */
const healthServer = server({
  ports: (process) => [grpcPort(process.argv), Number(flag(process.argv, 'http-port') ?? '8080')],
  memoryMi: 5,
  exitOnTerm: 2,
  startLines: (process) => [
    `Http server starting to listen on :${flag(process.argv, 'http-port') ?? '8080'}`,
    `gRPC server starting to listen on :${grpcPort(process.argv)}`,
  ],
  stream: 'stderr',
});

const grpcHealthChecking: Program<HealthMemory> = {
  ...healthServer,
  start(process) {
    process.memory = { isServing: true };
    healthServer.start(process);
    const delay = Number(flag(process.argv, 'delay-unhealthy-sec') ?? '-1');
    if (delay >= 0) process.wakeAfter(delay * 1000, 'unhealthy');
  },
  wake(process) {
    process.memory = { isServing: false };
  },
  http(process, _port, request) {
    const path = pathOf(request);
    if (path !== '/make-serving' && path !== '/make-not-serving') return { status: 404, body: '404 page not found\n' };
    process.memory = { isServing: path === '/make-serving' };
    return { status: 200, body: '' };
  },
  grpcHealth(process, port, service) {
    if (port !== grpcPort(process.argv)) return undefined;
    if (service !== '' && service !== flag(process.argv, 'service')) return 'notFound';
    return process.memory.isServing ? 'SERVING' : 'NOT_SERVING';
  },
};

function grpcPort(argv: readonly string[]): number {
  return Number(flag(argv, 'port') ?? '5000');
}

/** Does nothing until it is told to stop. */
export const pauseProgram = server({ ports: [], memoryMi: 0.5, cpuMillis: 0, exitOnTerm: 0 });

/** Prints what it was started with, and ends. */
const entrypointTester: Program = {
  start(process) {
    process.log(`[${process.argv.join(' ')}]`);
    process.exit(0);
  },
};

/** `SERVE_PORT_80=text` answers that text on port 80. */
const porter = server({
  ports: ({ env }) =>
    Object.keys(env)
      .flatMap((name) => /^SERVE_PORT_(\d+)$/.exec(name)?.[1] ?? [])
      .map(Number),
  memoryMi: 5,
  exitOnTerm: 2,
  answer: (process, _request, port) => ({ status: 200, body: process.env[`SERVE_PORT_${port}`] ?? '' }),
});

/** Lists the files of the directory `/`. */
const testWebserver = server({
  ports: (process) => [Number(flag(process.argv, 'port') ?? '80')],
  memoryMi: 5,
  exitOnTerm: 2,
  answer: (process, request) => {
    const path = pathOf(request);
    const text = process.files.read(path);
    if (text !== undefined) return { status: 200, body: text };
    const names = process.files.list(path);
    if (!names) return { status: 404, body: '404 page not found\n' };
    return { status: 200, body: `<pre>\n${names.map((name) => `<a href="${name}">${name}</a>\n`).join('')}</pre>\n` };
  },
});

const subcommands: Readonly<Record<string, Program>> = {
  'entrypoint-tester': entrypointTester,
  porter,
  'test-webserver': testWebserver,
  liveness: livenessServer,
  netexec,
  'serve-hostname': serveHostname,
  pause: pauseProgram,
  'grpc-health-checking': grpcHealthChecking as Program, // Its memory is its own.
};

function subcommandOf(process: Process): Program | undefined {
  return subcommands[process.argv[1] ?? 'pause'];
}

/** Hands over to the subcommand that the arguments name. */
const agnhostProgram: Program = {
  start(process) {
    const program = subcommandOf(process);
    if (program) program.start(process);
    else {
      process.log(`Error: unknown command "${process.argv[1]}" for "app"`, 'stderr');
      process.exit(1);
    }
  },
  wake: (process, reason) => subcommandOf(process)?.wake?.(process, reason),
  http: (process, port, request) => subcommandOf(process)?.http?.(process, port, request) ?? 'hang',
  terminate: (process, signal) => subcommandOf(process)?.terminate?.(process, signal),
  grpcHealth: (process, port, service) => subcommandOf(process)?.grpcHealth?.(process, port, service),
};

/** Its subcommands, chosen by the first argument. */
export const agnhost: ImageBehaviour = {
  image: 'registry.k8s.io/e2e-test-images/agnhost',
  tags: /^2\.\d+(\.\d+)?$/,
  sizeMB: 50,
  entrypoint: ['/agnhost'],
  cmd: ['pause'],
  userland: 'busybox',
  tools: ['curl'],
  programs: { agnhost: agnhostProgram },
};

/** The documents' liveness server: well for ten seconds, then 500. */
export const liveness: ImageBehaviour = {
  image: 'registry.k8s.io/liveness',
  aliases: ['gcr.io/google_containers/liveness', 'registry.k8s.io/e2e-test-images/liveness'],
  sizeMB: 5,
  cmd: ['/server'],
  userland: 'none',
  programs: { server: livenessServer },
};

/** Holds a sandbox; stops at once. */
export const pause: ImageBehaviour = {
  image: 'registry.k8s.io/pause',
  aliases: ['gcr.io/google_containers/pause', 'registry.k8s.io/e2e-test-images/pause'],
  tags: /^(2\.0|3\.\d+(\.\d+)?)$/,
  sizeMB: 1,
  entrypoint: ['/pause'],
  userland: 'none',
  programs: { pause: pauseProgram },
};

/**
 * CoreDNS: reads its Corefile, follows the API server, answers queries, and takes on a changed Corefile by itself.
 * Models coremain/run.go and the health, ready, reload, loop and prometheus plugins of CoreDNS 1.14.2.
 * Left out: time to live of metrics, the wait for an API server that does not answer.
 */
import type { DnsQuery, DnsQuestion, DnsServed, Lookup } from '../../client/network';
import { CorefileError } from '../../dns/corefile';
import { fingerprint } from '../../dns/fingerprint';
import { type ServerBlock, setUp } from '../../dns/plugins';
import { type DnsCache, type DnsServerHost, serve } from '../../dns/server';
import { readResolvConf } from '../../tools/resolvConf';
import { type HttpRequest, type HttpResponse, type ImageBehaviour, MI, type Process } from '../runtime/process';
import { flag, pathOf } from './server';

/** Plain data. */
interface CoreDnsMemory {
  readonly blocks: readonly ServerBlock[];
  /** Of the last Corefile that was looked at, whether it could be used or not. */
  readonly seen: string;
  readonly cache: DnsCache;
  /** Queries by type, and replies by code. */
  readonly counts: Readonly<Record<string, number>>;
}
type Running = Process<CoreDnsMemory | undefined>;

/** What it serves without a Corefile. */
const WITHOUT_FILE = '.:53 {\n whoami\n log\n}\n';
const VERSION = { version: '1.14.2', go: 'go1.26.1', commit: 'dd1df4f' } as const;
const CORES = 2;
/** How often it asks whether the caches of the kubernetes plugin are filled: by the first time they are. */
const SYNC_MS = 100;
const MEMORY_MI = 15;

function pathOfCorefile({ argv }: Running): string | undefined {
  return flag(argv, 'conf');
}

function readBlocks(process: Running, text: string): ServerBlock[] {
  return setUp(text, pathOfCorefile(process) ?? 'Corefile', (file) => {
    const found = process.files.read(file);
    return found === undefined ? undefined : readResolvConf(found).servers;
  });
}

/** TCP ports of the plugins, and the DNS port itself. */
function portsOf(blocks: readonly ServerBlock[]): number[] {
  const all = blocks.flatMap(({ port, health, ready, metrics }) => [port, health?.port, ready, metrics]);
  return [...new Set(all.filter((port) => port !== undefined))];
}

function start(process: Running): void {
  process.useMemory(MEMORY_MI * MI);
  process.useCpu(2);
  process.log(`maxprocs: Leaving GOMAXPROCS=${CORES}: CPU quota undefined`);
  const path = pathOfCorefile(process);
  const text = path === undefined ? WITHOUT_FILE : process.files.read(path);
  if (text === undefined) return fail(process, `open ${path}: no such file or directory`);
  try {
    const blocks = readBlocks(process, text);
    process.memory = { blocks, seen: fingerprint(text), cache: {}, counts: {} };
  } catch (error) {
    if (!(error instanceof CorefileError)) throw error;
    return fail(process, error.message);
  }
  process.wakeAfter(SYNC_MS, 'serve');
}

function fail(process: Running, message: string): void {
  process.log(message, 'stderr');
  process.exit(1);
}

/** The kubernetes plugin knows the cluster: it listens. */
function beginServing(process: Running, memory: CoreDnsMemory): void {
  for (const port of portsOf(memory.blocks)) {
    if (process.listen(port)) continue;
    return fail(process, `listen tcp :${port}: bind: address already in use`);
  }
  for (const { zones, port } of memory.blocks) for (const zone of zones) process.log(`${zone}.:${port}`);
  if (reloadOf(memory)) process.log(runningConfiguration(memory));
  process.log(`CoreDNS-${VERSION.version}`);
  process.log(`linux/amd64, ${VERSION.go}, ${VERSION.commit}`);
  const asked = `${digits(process)}.${digits(process)}`;
  if (loops(process, memory)) {
    const query = `HINFO ${asked}.`;
    const zone = 'detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting';
    return fail(
      process,
      `[FATAL] plugin/loop: Loop (127.0.0.1:${freePort(process)} -> :53) ${zone}. Query: "${query}"`,
    );
  }
  askItself(process, memory, asked);
  awaitReload(process, memory);
}

/** The loop plugin's question to its own server, which must not come in a second time; with the log plugin it is seen. */
function askItself(process: Running, { blocks }: CoreDnsMemory, name: string): void {
  if (!blocks.some(({ loop, log }) => loop && log !== undefined)) return;
  const from = { ip: '127.0.0.1', port: freePort(process) };
  const id = Math.floor(process.random() * 65_536);
  const host = hostOf(process, { blocks, cache: {} });
  const log = (line: string) => process.log(line.replaceAll(/\bANY IN\b/g, 'HINFO IN'));
  serve({ ...host, log }, { name, type: 'ANY', from, id });
}

function digits(process: Running): string {
  const half = () => String(Math.floor((1 + process.random() * 8) * 1e9));
  return half() + half().slice(1);
}

function freePort(process: Running): number {
  return 32_768 + Math.floor(process.random() * 28_232);
}

function runningConfiguration({ seen }: CoreDnsMemory): string {
  return `[INFO] plugin/reload: Running configuration SHA512 = ${seen}`;
}

/** Whether what it forwards comes back to itself: over its own machine, or the Service in front of it. */
function loops({ cluster, ip }: Running, { blocks }: CoreDnsMemory): boolean {
  const own = cluster.slicesWith(ip).map(({ metadata }) => metadata.labels?.['kubernetes.io/service-name']);
  const isItself = (server: string) => {
    const service = cluster.serviceAt(server)?.metadata.name;
    return server.startsWith('127.') || server === ip || (service !== undefined && own.includes(service));
  };
  return blocks.some(({ loop, forward }) => loop && forward.some(({ from, to }) => from === '' && to.some(isItself)));
}

function reloadOf({ blocks }: CoreDnsMemory): ServerBlock['reload'] {
  return blocks.find(({ reload }) => reload !== undefined)?.reload;
}

function awaitReload(process: Running, memory: CoreDnsMemory): void {
  const reload = reloadOf(memory);
  if (reload === undefined) return;
  const jitter = process.random() * reload.jitterMs - reload.jitterMs / 2;
  process.wakeAfter(Math.floor(reload.intervalMs + jitter), 'reload');
}

/** A changed file is taken on; one that cannot be used leaves things as they are, until the next start. */
function checkCorefile(process: Running, memory: CoreDnsMemory): void {
  const text = process.files.read(pathOfCorefile(process) ?? '');
  const seen = text === undefined ? memory.seen : fingerprint(text);
  if (text === undefined || seen === memory.seen) return awaitReload(process, memory);
  process.log('[INFO] Reloading');
  let next = { ...memory, seen };
  try {
    const blocks = readBlocks(process, text);
    const [before, after] = [portsOf(memory.blocks), portsOf(blocks)];
    for (const port of before) if (!after.includes(port)) process.unlisten(port);
    for (const port of after) if (!before.includes(port)) process.listen(port);
    next = { ...next, blocks, cache: {} };
    if (reloadOf(next)) process.log(runningConfiguration(next));
    process.log('[INFO] Reloading complete');
    askItself(process, next, `${digits(process)}.${digits(process)}`);
  } catch (error) {
    if (!(error instanceof CorefileError)) throw error;
    const { message } = error;
    process.log(`[ERROR] Restart failed: ${message}`);
    process.log(
      `[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: ${message}`,
    );
  }
  process.memory = next;
  awaitReload(process, next);
}

function answerQuery(process: Running, query: DnsQuery): DnsServed {
  const { memory } = process;
  if (memory === undefined) return 'hang';
  const host = hostOf(process, memory);
  const served = serve(host, query);
  const counts = { ...memory.counts };
  const rcode = served === 'hang' ? 'SERVFAIL' : served.reply.rcode;
  for (const key of [`type ${query.type}`, `rcode ${rcode}`]) counts[key] = (counts[key] ?? 0) + 1;
  process.memory = { ...memory, cache: host.cache, counts };
  return served;
}

function hostOf(process: Running, { blocks, cache }: Pick<CoreDnsMemory, 'blocks' | 'cache'>): DnsServerHost {
  return {
    blocks,
    cache,
    cluster: process.cluster,
    ownIP: process.ip,
    now: process.now,
    random: () => process.random(),
    log: (line) => process.log(line),
    lookup: (server, question) => askOther(process, server, question),
  };
}

/** DNS is spoken at port 53 alone: at another one there is a closed port, or nobody. */
function askOther({ network }: Running, server: string, question: DnsQuestion): Lookup {
  const [ip = '', port] = server.split(':');
  if (port === undefined) return network.lookup(ip, question);
  const dialled = network.dial({ ip, port: Number(port) }, 'UDP');
  return dialled.type === 'lost' ? dialled : { type: 'refused', ms: dialled.ms, hops: dialled.hops };
}

function answerHttp(process: Running, port: number, request: HttpRequest): HttpResponse {
  const path = pathOf(request);
  const { blocks = [], counts = {} } = process.memory ?? {};
  const isAt = (wanted: string, own: number | undefined) => path === wanted && own === port;
  if (blocks.some(({ health }) => isAt('/health', health?.port))) return { status: 200, body: 'OK' };
  if (blocks.some(({ ready }) => isAt('/ready', ready))) return { status: 200, body: 'OK' };
  if (blocks.some(({ metrics }) => isAt('/metrics', metrics))) return { status: 200, body: metricsOf(counts) };
  return { status: 404, body: '404 page not found\n' };
}

function metricsOf(counts: CoreDnsMemory['counts']): string {
  const { version, go, commit } = VERSION;
  const lines = [
    '# HELP coredns_build_info A metric with a constant "1" value labeled by version, revision, and goversion from which CoreDNS was built.',
    '# TYPE coredns_build_info gauge',
    `coredns_build_info{goversion="${go}",revision="${commit}",version="${version}"} 1`,
    '# HELP coredns_dns_requests_total Counter of DNS requests made per zone, protocol and family.',
    '# TYPE coredns_dns_requests_total counter',
  ];
  const of = (kind: string) =>
    Object.entries(counts)
      .filter(([key]) => key.startsWith(`${kind} `))
      .map(([key, count]) => [key.slice(kind.length + 1), count] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [type, count] of of('type')) {
    const labels = `family="1",proto="udp",server="dns://:53",type="${type}",view="",zone="."`;
    lines.push(`coredns_dns_requests_total{${labels}} ${count}`);
  }
  lines.push(
    '# HELP coredns_dns_responses_total Counter of response status codes.',
    '# TYPE coredns_dns_responses_total counter',
  );
  for (const [rcode, count] of of('rcode')) {
    lines.push(`coredns_dns_responses_total{plugin="",rcode="${rcode}",server="dns://:53",view="",zone="."} ${count}`);
  }
  return `${lines.join('\n')}\n`;
}

/** It answers on for a while, so that clients hear of its end first. */
function terminate(process: Running): void {
  process.log('[INFO] SIGTERM: Shutting down servers then terminating');
  const blocks = process.memory?.blocks ?? [];
  for (const { ready } of blocks) if (ready !== undefined) process.unlisten(ready);
  const lameduckMs = blocks.find(({ health }) => health !== undefined)?.health?.lameduckMs ?? 0;
  if (lameduckMs === 0) return process.exit(0);
  process.log(`[INFO] plugin/health: Going into lameduck mode for ${lameduckMs / 1000}s`);
  process.wakeAfter(lameduckMs, 'end');
}

export const coreDns: ImageBehaviour = {
  image: 'registry.k8s.io/coredns/coredns',
  aliases: ['docker.io/coredns/coredns'],
  tags: /^v?\d+\.\d+(\.\d+)?$/,
  sizeMB: 20,
  entrypoint: ['/coredns'],
  userland: 'none',
  programs: {
    coredns: {
      start: (process) => start(process as Running), // Its memory is what start sets.
      wake(process, reason) {
        const running = process as Running; // As above.
        if (reason === 'end') process.exit(0);
        else if (running.memory !== undefined && reason === 'serve') beginServing(running, running.memory);
        else if (running.memory !== undefined) checkCorefile(running, running.memory);
      },
      dns: (process, query) => answerQuery(process as Running, query), // As above.
      http: (process, port, request) => answerHttp(process as Running, port, request), // As above.
      terminate: (process) => terminate(process as Running), // As above.
    },
  },
};

/**
 * kube-proxy: reads its configuration, says so, and listens. What it does to packets is in src/proxy.
 * Models cmd/kube-proxy/app (v1.36.3). Left out: the mode ipvs (it ends, as where the kernel has no such module).
 */
import type { HttpResponse, ImageBehaviour, Process } from '../runtime/process';
import { klog } from './klog';
import { flag, pathOf, server } from './server';

/** What a proxy writes into the kernel of its machine, and where node ports answer. */
export interface KubeProxySettings {
  readonly mode: 'iptables' | 'nftables';
  readonly nodePortAddresses: readonly string[];
  readonly localhostNodePorts: boolean;
}
type Told = Pick<Process, 'argv' | 'files'>;

const METRICS_PORT = 10_249;
const HEALTHZ_PORT = 10_256;

/** What the process runs with; undefined: it cannot run with what it was told. */
export function kubeProxySettings(process: Told): KubeProxySettings | undefined {
  const config = configOf(process);
  const mode = modeIn(config ?? '?') || 'iptables';
  if (config === undefined || (mode !== 'iptables' && mode !== 'nftables')) return undefined;
  const addresses = nodePortAddressesIn(config);
  return {
    mode,
    nodePortAddresses: addresses.length === 0 && mode === 'nftables' ? ['primary'] : addresses,
    localhostNodePorts: mode === 'iptables' && !/^ +localhostNodePorts: *false/m.test(config),
  };
}

/** Its configuration as YAML: with a file the flags do not count. Undefined: the file is not there. */
function configOf({ argv, files }: Told): string | undefined {
  const path = flag(argv, 'config');
  if (path !== undefined) return files.read(path);
  const addresses = (flag(argv, 'nodeport-addresses') ?? '').split(',').filter((each) => each !== '');
  return `mode: ${flag(argv, 'proxy-mode') ?? ''}\nnodePortAddresses: [${addresses.join(', ')}]\n`;
}

function modeIn(config: string): string {
  return /^mode:[ \t]*["']?([\w-]*)/m.exec(config)?.[1] ?? '';
}

/** `[a, b]`, or a line for each. */
function nodePortAddressesIn(config: string): readonly string[] {
  const [, list = ''] = /^nodePortAddresses:([ \t]*\[[^\]]*\]|(?:\s*\n[ \t]*-[^\n]*)*)/m.exec(config) ?? [];
  return list.match(/[\w.:/]+/g) ?? [];
}

/** The lines of a proxy that ends at once, as its log has them. */
function refusal(process: Process) {
  if (kubeProxySettings(process) !== undefined) return undefined;
  const config = configOf(process);
  const named = config && modeIn(config);
  const modes = 'must be iptables, ipvs, nftables or blank (blank means the best-available proxy [currently iptables])';
  const why =
    named === undefined
      ? `failed complete: open ${flag(process.argv, 'config')}: no such file or directory`
      : named === 'ipvs'
        ? "can't use the IPVS proxier: ipvs not supported by the kernel"
        : `failed validate: KubeProxyConfiguration.Mode.ProxyMode: Invalid value: "${named}": ${modes}`;
  const err = `err=${JSON.stringify(why)}`;
  const running = named === 'ipvs' ? [klog(process, 'server.go:136', `"Error running ProxyServer" ${err}`, 'E')] : [];
  return { lines: [...running, klog(process, 'run.go:72', `"command failed" ${err}`, 'E')], code: 1 };
}

const CONTROLLERS = ['endpoint slice config', 'serviceCIDR config', 'service config', 'node config'];
const PLACES: Readonly<Record<string, string>> = {
  'service config': 'config.go:200',
  'endpoint slice config': 'config.go:106',
  'node config': 'config.go:309',
  'serviceCIDR config': 'config.go:403',
};

function startLines(process: Process): readonly string[] {
  const { mode, nodePortAddresses: at = [], localhostNodePorts } = kubeProxySettings(process) ?? {};
  const say = (place: string, text: string) => klog(process, place, text);
  const waits = (what: string) => say('shared_informer.go:381', `"Waiting for caches to sync" controller="${what}"`);
  const hasLoopback = localhostNodePorts === true && (at.length === 0 || at.some((each) => each.startsWith('127.')));
  const incomplete = '"Kube-proxy configuration may be incomplete or incorrect"';
  return [
    ...(modeIn(configOf(process) ?? '') === '' ? [say('server_linux.go:49', '"Using iptables proxy"')] : []),
    say('server.go:228', `"Successfully retrieved NodeIPs" NodeIPs=["${process.ip}"]`),
    ...(at.length === 0 ? [klog(process, 'server.go:265', `${incomplete} err="${UNSET}"`, 'E')] : []),
    say('server.go:274', '"kube-proxy running in dual-stack mode" primary ipFamily="IPv4"'),
    mode === 'nftables'
      ? say('server_linux.go:254', '"Using nftables Proxier"')
      : say('server_linux.go:137', '"Using iptables Proxier"'),
    ...(hasLoopback ? [say('proxier.go:241', `"${LOCALNET}"`)] : []),
    say('server.go:539', `"Version info" version="${process.tag}"`),
    say('server.go:541', '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""'),
    ...CONTROLLERS.flatMap((what) => [say(PLACES[what] ?? '', `"Starting ${what} controller"`), waits(what)]),
  ];
}

const UNSET =
  'nodePortAddresses is unset; NodePort connections will be accepted on all local IPs. Consider using `--nodeport-addresses primary`';
const LOCALNET =
  'Setting route_localnet=1 to allow node-ports on localhost; to change this either disable iptables.localhostNodePorts (--iptables-localhost-nodeports) or set nodePortAddresses (--nodeport-addresses) to filter loopback addresses';

const notFound: HttpResponse = { status: 404, body: '404 page not found\n' };

export const kubeProxy: ImageBehaviour = {
  image: 'registry.k8s.io/kube-proxy',
  sizeMB: 30,
  tags: /^v?\d+\.\d+(\.\d+)?([-.]\w+)*$/,
  entrypoint: ['/usr/local/bin/kube-proxy'],
  userland: 'none',
  programs: {
    'kube-proxy': server({
      ports: [METRICS_PORT, HEALTHZ_PORT],
      memoryMi: 15,
      stream: 'stderr',
      refusal,
      startLines,
      readyLines: (process) =>
        CONTROLLERS.map((what) => klog(process, 'shared_informer.go:388', `"Caches are synced" controller="${what}"`)),
      // Other clients than the machine's own are answered by the proxy itself.
      answer: (process, request, port) => {
        const path = pathOf(request);
        if (path === '/healthz' || path === '/livez') return { status: 200, body: 'ok' };
        return port === METRICS_PORT && path === '/proxyMode'
          ? { status: 200, body: kubeProxySettings(process)?.mode ?? '' }
          : notFound;
      },
      exitOnTerm: 2,
    }),
  },
};

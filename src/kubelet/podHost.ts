/**
 * What a pod's containers read about names and addresses: hostname, /etc/hosts, /etc/resolv.conf.
 * Models pkg/kubelet/kubelet_pods.go (GeneratePodHostNameAndDomain, managedHostsFileContent) and
 * pkg/kubelet/network/dns/dns.go (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import { HOST_RESOLVER } from '../dns/outsideNames';
import { ConfigError } from './configError';
import type { Kubelet } from './context';
import { hostsFile } from './runtime/mounts';

const CLUSTER_DOMAIN = 'cluster.local';
const CLUSTER_DNS = '10.96.0.10';
/** The kernel's names are no longer than that. */
const MAX_HOSTNAME = 64;

/** The name that the pod's processes see. Throws ConfigError for a full name that the kernel cannot hold. */
export function hostnameOf(kl: Kubelet, pod: Pod): string {
  const { hostNetwork, hostnameOverride, setHostnameAsFQDN, subdomain } = pod.spec;
  if (hostnameOverride !== undefined) return hostnameOverride;
  if (hostNetwork === true) return kl.node;
  const short = shortName(pod);
  if (setHostnameAsFQDN !== true || subdomain === undefined || subdomain === '') return short;
  const full = `${short}.${domainOf(pod, subdomain)}`;
  if (full.length <= MAX_HOSTNAME) return full;
  const limits = `(${MAX_HOSTNAME} characters is the max, ${full.length} characters requested)`;
  throw new ConfigError(
    `failed to construct FQDN from pod hostname and cluster domain, FQDN ${full} is too long ${limits}`,
  );
}

function shortName(pod: Pod): string {
  const { hostname = '' } = pod.spec;
  return (hostname === '' ? pod.metadata.name : hostname).slice(0, 63).replace(/[-.]+$/, '');
}

function domainOf(pod: Pod, subdomain: string): string {
  return `${subdomain}.${pod.metadata.namespace ?? ''}.svc.${CLUSTER_DOMAIN}`;
}

/** The pod's /etc/hosts, where it is not the usual one. */
export function hostsFileOf(kl: Kubelet, pod: Pod): string | undefined {
  const { hostAliases = [], subdomain = '', hostNetwork } = pod.spec;
  if (hostAliases.length === 0 && subdomain === '' && hostNetwork !== true) return undefined;
  const lines = hostAliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}\n`);
  const aliases = lines.length === 0 ? '' : `\n# Entries added by HostAliases.\n${lines.join('')}`;
  if (hostNetwork === true) {
    return `# Kubernetes-managed hosts file (host network).\n127.0.0.1\tlocalhost\n127.0.1.1\t${kl.node}\n${aliases}`;
  }
  const ip = kl.runtime.podSandbox(pod.metadata.uid)?.ip ?? '';
  const name = shortName(pod);
  const names = subdomain === '' ? name : `${name}.${domainOf(pod, subdomain)}\t${name}`;
  return `${hostsFile(`${ip}\t${names}`)}${aliases}`;
}

/** More than that a C library may not read. */
const LIMITS = { servers: 3, searches: 32, searchChars: 2048, domainChars: 253 } as const;

/** The pod's /etc/resolv.conf, where it is not the usual one, and what had to be left out. */
export function resolvConfOf(pod: Pod): { readonly text: string; readonly warnings: readonly string[] } | undefined {
  const { dnsPolicy, dnsConfig, hostNetwork } = pod.spec;
  const isClusters = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && hostNetwork !== true);
  if (isClusters && dnsConfig === undefined) return undefined;
  const namespace = pod.metadata.namespace ?? '';
  const searches = isClusters ? [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN] : [];
  const servers = isClusters ? [CLUSTER_DNS] : dnsPolicy === 'None' ? [] : [HOST_RESOLVER];
  const options = new Map<string, string>(isClusters ? [['ndots', '5']] : []);
  for (const { name = '', value = '' } of dnsConfig?.options ?? []) options.set(name, value);
  const words = [...options].map(([name, value]) => (value === '' ? name : `${name}:${value}`));
  const allSearches = [...new Set([...searches, ...(dnsConfig?.searches ?? [])])];
  const allServers = [...new Set([...servers, ...(dnsConfig?.nameservers ?? [])])];
  const keptServers = allServers.slice(0, LIMITS.servers);
  const keptSearches = fittingSearches(allSearches);
  const text =
    (keptSearches.length === 0 ? '' : `search ${keptSearches.join(' ')}\n`) +
    keptServers.map((server) => `nameserver ${server}\n`).join('') +
    (words.length === 0 ? '' : `options ${words.join(' ')}\n`);
  const warnings = [
    ...(keptServers.length === allServers.length
      ? []
      : [
          `Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: ${keptServers.join(' ')}`,
        ]),
    ...(keptSearches.length === allSearches.length
      ? []
      : [
          `Search Line limits were exceeded, some search paths have been omitted, the applied search line is: ${keptSearches.join(' ')}`,
        ]),
  ];
  return { text, warnings };
}

function fittingSearches(all: readonly string[]): readonly string[] {
  let kept = all.slice(0, LIMITS.searches).filter((search) => search.length <= LIMITS.domainChars);
  while (kept.join(' ').length > LIMITS.searchChars) kept = kept.slice(0, -1);
  return kept;
}

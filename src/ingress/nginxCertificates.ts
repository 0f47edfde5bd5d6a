/**
 * Which certificate ingress-nginx has for a host.
 * Models createServers and extractTLSSecretName in internal/ingress/controller/controller.go (ingress-nginx 1.14).
 */
import { decodeBase64 } from '../api/meta/base64';
import type { ClusterView } from '../client/clusterView';
import type { Certificate } from '../client/network';
import { certificateOf, isForHost } from './certificates';
import type { NginxServers, Server } from './nginxServers';

/**
 * The certificate for `host`; `default` where its Ingress asks for TLS but the Secret is missing or not for the host;
 * undefined: nobody has asked for TLS. Without `view` it only tells whether somebody has.
 */
export function hostCertificate(
  { servers }: NginxServers,
  host: string,
  view?: ClusterView,
): Certificate | 'default' | undefined {
  const wild = servers.get(host.replace(/^[^.]+/, '*'));
  const server = [servers.get(host), aliased(servers, host), wild].find((each) => each?.tls !== undefined);
  if (server?.tls === undefined) return undefined;
  return (view && secretCertificate(server, view)) ?? 'default';
}

function aliased(servers: ReadonlyMap<string, Server>, host: string): Server | undefined {
  for (const server of servers.values()) if (server.aliases.includes(host)) return server;
  return undefined;
}

function secretCertificate({ host, tls }: Server, view: ClusterView): Certificate | undefined {
  const { namespace = '', entries = [] } = tls ?? {};
  const named = entries.find(({ hosts = [] }) => hosts.some((each) => each.toLowerCase() === host));
  // A host that no entry names takes the first certificate that is for it.
  for (const { secretName } of named === undefined ? entries : [named]) {
    const secret = secretName === undefined ? undefined : view.get('Secret', { namespace, name: secretName });
    const { 'tls.crt': certificate = '', 'tls.key': key = '' } = secret?.data ?? {};
    const read = key === '' ? undefined : certificateOf(decodeBase64(certificate) ?? '');
    if (read !== undefined && isForHost(read, host)) return read;
  }
  return undefined;
}

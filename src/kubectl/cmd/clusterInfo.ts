/**
 * `kubectl cluster-info`. Models staging/src/k8s.io/kubectl/pkg/cmd/clusterinfo/clusterinfo.go (v1.36.3).
 * Left out: `cluster-info dump`.
 */
import type { Service } from '../../api/core/service';
import type { Command } from '../command';
import { destinationOf } from '../config/connection';

/** Where the control plane is, and services that say of themselves that they belong to the cluster. */
export const clusterInfo: Command = {
  path: ['cluster-info'],
  async run(invocation) {
    const { io, env, flags } = invocation;
    const { connection } = await destinationOf(flags, env);
    const running = (name: string, link: string) => io.out(`${name} is running at ${link}\n`);
    try {
      const access = await invocation.access();
      const services = (await access.mapper()).resource('services');
      const { items } = await access.list(services, flags.string('namespace') || 'kube-system', {
        labelSelector: 'kubernetes.io/cluster-service=true',
      });
      await running('Kubernetes control plane', connection.server);
      for (const item of items as readonly unknown[] as readonly Service[]) {
        // The list was of services.
        await running(
          item.metadata.labels?.['kubernetes.io/name'] ?? item.metadata.name,
          linkOf(item, connection.server),
        );
      }
    } finally {
      await io.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
    }
  },
};

function linkOf({ metadata, spec, status }: Service, server: string): string {
  const ports = spec?.ports ?? [];
  const [ingress] = status?.loadBalancer?.ingress ?? [];
  if (ingress !== undefined) {
    return ports.map(({ port }) => `http://${ingress.ip ?? ingress.hostname ?? ''}:${port} `).join('');
  }
  const [port] = ports;
  const isHttps = port?.name === 'https' || port?.port === 443;
  const name = joinSchemeNamePort(isHttps ? 'https' : '', metadata.name, port?.name ?? '');
  return `${server}/api/v1/namespaces/${metadata.namespace ?? ''}/services/${name}/proxy`;
}

/** `https:name:port`; without scheme `name:port`, without both `name`. */
function joinSchemeNamePort(scheme: string, name: string, port: string): string {
  if (scheme !== '') return `${scheme}:${name}:${port}`;
  return port === '' ? name : `${name}:${port}`;
}

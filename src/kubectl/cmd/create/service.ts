/**
 * `kubectl create service clusterip|nodeport|loadbalancer|externalname NAME [--tcp=PORT[:TARGET]]...`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_service.go (v1.36.3).
 */
import { dns1123SubdomainErrors } from '../../../api/meta/qualifiedName';
import type { Command, Flags } from '../../command';
import { CommandError } from '../../errors';
import { goPort } from '../goNumbers';
import { portNameErrors, portNumberErrors } from '../../../api/meta/keyNames';
import { generatorCommand } from './generator';

type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

export const createServiceClusterIP = serviceCommand('ClusterIP');
export const createServiceNodePort = serviceCommand('NodePort');
export const createServiceLoadBalancer = serviceCommand('LoadBalancer');
export const createServiceExternalName = serviceCommand('ExternalName');

function serviceCommand(type: ServiceType): Command {
  return generatorCommand({
    path: ['create', 'service', type.toLowerCase()],
    apiVersion: 'v1',
    kind: 'Service',
    plural: 'services',
    failure: `failed to create ${type} service:`,
    generate(name, { flags }) {
      const clusterIP = type === 'ClusterIP' ? flags.string('clusterip') : '';
      const externalName = type === 'ExternalName' ? flags.string('external-name') : '';
      checkFlags(type, clusterIP, externalName, flags);
      const nodePort = type === 'NodePort' ? flags.int('node-port') : 0;
      const ports = flags.list('tcp').map((tcp) => ({ ...portOf(tcp), ...(nodePort !== 0 && { nodePort }) }));
      const labels = { app: name };
      return {
        metadata: { name, labels },
        spec: {
          ...(ports.length > 0 && { ports }),
          selector: labels,
          ...(clusterIP !== '' && { clusterIP }),
          type,
          ...(externalName !== '' && { externalName }),
        },
        status: { loadBalancer: {} },
      };
    },
  });
}

function checkFlags(type: ServiceType, clusterIP: string, externalName: string, flags: Flags): void {
  if (clusterIP !== 'None' && flags.list('tcp').length === 0 && type !== 'ExternalName') {
    throw new CommandError('at least one tcp port specifier must be provided');
  }
  if (type === 'ExternalName' && dns1123SubdomainErrors(externalName).length > 0) {
    throw new CommandError(`invalid service external name ${externalName}`);
  }
}

/** `80:8080`, `443`, `80:http`. */
function portOf(tcp: string): object {
  const [first = '', target] = tcp.split(':');
  const port = goPort(first);
  const targetPort = target === undefined ? port : targetOf(target);
  return { name: tcp.replaceAll(':', '-'), protocol: 'TCP', port, targetPort };
}

function targetOf(text: string): number | string {
  if (!/^[+-]?\d+$/.test(text)) {
    const errors = portNameErrors(text);
    if (errors.length > 0) throw new CommandError(errors.join(','));
    return text;
  }
  const errors = portNumberErrors(Number(text));
  if (errors.length > 0) throw new CommandError(errors.join(','));
  return Number(text);
}

/**
 * The ports that an object's containers or a Service declare, with their protocols.
 * Models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/portsforobject.go and multiprotocolsforobject.go (v1.36.3).
 */
import type { Unstructured } from '../resource/access';
import { groupKindOf, podSpecOf } from './podTemplate';

/** A port with the protocols it is declared for, in order. */
export interface DeclaredPort {
  readonly port: number;
  readonly protocols: readonly string[];
}

/** Kinds whose pods a Service can be made for. */
const exposable: ReadonlySet<string> = new Set([
  'ReplicationController',
  'Service',
  'Pod',
  'Deployment.apps',
  'ReplicaSet.apps',
]);

/** Whether `expose` knows the kind. */
export function canBeExposed(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  return exposable.has(groupKindOf(object));
}

/** The declared ports in order, each once. */
export function declaredPortsOf(object: Unstructured): readonly DeclaredPort[] {
  const protocolsByPort = new Map<number, string[]>();
  for (const { port, protocol } of portsOf(object)) {
    protocolsByPort.set(port, [...(protocolsByPort.get(port) ?? []), protocol]);
  }
  return [...protocolsByPort].map(([port, protocols]) => ({ port, protocols }));
}

interface ServiceSpec {
  readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
}

function portsOf(object: Unstructured): readonly { readonly port: number; readonly protocol: string }[] {
  if (groupKindOf(object) === 'Service') {
    const { ports = [] } = (object['spec'] ?? {}) as ServiceSpec; // A Service has this shape on every server.
    return ports.map(({ port, protocol }) => ({ port, protocol: protocol ?? 'TCP' }));
  }
  const containers = podSpecOf(object)?.containers ?? [];
  return containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol: protocol ?? 'TCP' })),
  );
}

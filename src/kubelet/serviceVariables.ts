/**
 * The environment variables by which containers find Services: those of their own namespace that are there when the
 * container is created, and always the API server's.
 * Models pkg/kubelet/envvars/envvars.go and kubelet_pods.go, getServiceEnvVarMap (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import type { Service } from '../api/core/service';
import type { Kubelet } from './context';

/** The same variables as a list and by name. */
export interface ServiceVariables {
  readonly list: readonly { readonly name: string; readonly value: string }[];
  readonly byName: ReadonlyMap<string, string>;
}

/** What was made of these very Services, by namespace; derived. */
const memos = new WeakMap<
  Kubelet['world'],
  Map<string, { readonly of: readonly Service[]; readonly made: ServiceVariables }>
>();

/** What a container of the pod that is created now gets. */
export function serviceVariables(kl: Kubelet, pod: Pod): ServiceVariables {
  const { cache } = kl.world;
  let memo = memos.get(kl.world);
  if (memo === undefined) memos.set(kl.world, (memo = new Map()));
  // A namespace has a name: the empty one stands for pods that want no links.
  const namespace = pod.spec.enableServiceLinks === false ? '' : (pod.metadata.namespace ?? '');
  const own = namespace === '' ? [] : cache.list('Service', namespace);
  const master = cache.get('Service', { namespace: 'default', name: 'kubernetes' });
  const others = own.filter((service) => service !== master);
  const services = master === undefined ? others : [master, ...others];
  const known = memo.get(namespace);
  if (known?.of.length === services.length && known.of.every((service, index) => service === services[index])) {
    return known.made;
  }
  const made = variablesOf(services);
  memo.set(namespace, { of: services, made });
  return made;
}

function variablesOf(services: readonly Service[]): ServiceVariables {
  const byName = new Map<string, string>();
  for (const service of services) addService(service, byName);
  const list = [...byName].map(([name, value]) => Object.freeze({ name, value }));
  return { list: Object.freeze(list), byName };
}

function addService({ metadata, spec }: Service, variables: Map<string, string>): void {
  const { clusterIP = '', ports = [] } = spec;
  const [first] = ports;
  if (clusterIP === '' || clusterIP === 'None' || first === undefined) return;
  const name = variableName(metadata.name);
  const host = clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP;
  variables.set(`${name}_SERVICE_HOST`, clusterIP);
  variables.set(`${name}_SERVICE_PORT`, String(first.port));
  for (const port of ports) {
    if (port.name !== undefined && port.name !== '')
      variables.set(`${name}_SERVICE_PORT_${variableName(port.name)}`, String(port.port));
  }
  for (const { port, protocol = 'TCP' } of ports) {
    const scheme = protocol.toLowerCase();
    const url = `${scheme}://${host}:${port}`;
    const prefix = `${name}_PORT_${port}_${protocol}`;
    if (!variables.has(`${name}_PORT`)) variables.set(`${name}_PORT`, url);
    variables.set(prefix, url);
    variables.set(`${prefix}_PROTO`, scheme);
    variables.set(`${prefix}_PORT`, String(port));
    variables.set(`${prefix}_ADDR`, clusterIP);
  }
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/**
 * Which ports `port-forward` joins: names and Service ports become the numbers of the pod.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/portforward/portforward.go and client-go/tools/portforward (v1.36.3).
 */
import type { Pod } from '../../../api/core/pod';
import type { Service } from '../../../api/core/service';
import { CommandError } from '../../errors';
import { goQuote } from '../../../printers/goFormat';

/** A port of this machine and the port of the pod behind it. */
export interface ForwardedPort {
  /** 0: any that is free. */
  readonly local: number;
  readonly remote: number;
}

/** Reads `8080:80`, `80`, `:80`, `8080:http`. Throws CommandError. */
export function forwardedPortsOf(
  specs: readonly string[],
  pod: Pod,
  service: Service | undefined,
): readonly ForwardedPort[] {
  return specs.map((spec) => {
    const [local, remote] = split(spec);
    const number = service === undefined ? podPort(pod, remote) : podPortOfService(pod, service, remote);
    const shown = service === undefined ? number : servicePort(service, remote);
    return parsed(local === remote ? String(shown) : local, String(number), spec);
  });
}

/** Local and remote as they are written; one number stands for both. */
function split(spec: string): readonly [local: string, remote: string] {
  const [local = '', remote] = spec.split(':');
  return remote === undefined ? [local, local] : [local, remote];
}

function podPort(pod: Pod, port: string): string | number {
  return isNumber(port) ? port : namedPodPort(pod, port);
}

function namedPodPort({ metadata, spec }: Pod, name: string): number {
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  const found = ports.find((port) => port.name === name);
  if (found !== undefined) return found.containerPort;
  throw new CommandError(`Pod '${metadata.name}' does not have a named port '${name}'`);
}

function servicePort({ metadata, spec }: Service, port: string): string | number {
  if (isNumber(port)) return port;
  const found = (spec.ports ?? []).find(({ name }) => name === port);
  if (found !== undefined) return found.port;
  throw new CommandError(`Service '${metadata.name}' does not have a named port '${port}'`);
}

function podPortOfService(pod: Pod, service: Service, port: string): string | number {
  const number = Number(servicePort(service, port));
  const found = (service.spec.ports ?? []).find((each) => each.port === number);
  if (found === undefined) {
    throw new CommandError(`Service ${service.metadata.name} does not have a service port ${number}`);
  }
  if (service.spec.clusterIP === 'None') return number;
  if (typeof found.targetPort === 'number') return found.targetPort === 0 ? found.port : found.targetPort;
  return namedPodPort(pod, found.targetPort);
}

function isNumber(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

function parsed(local: string, remote: string, spec: string): ForwardedPort {
  if (spec.split(':').length > 2) throw new CommandError(`invalid port format '${spec}'`);
  const localPort = portNumber(local === '' ? '0' : local, 'local');
  const remotePort = portNumber(remote, 'remote');
  if (remotePort === 0) throw new CommandError('remote port must be > 0');
  return { local: localPort, remote: remotePort };
}

function portNumber(text: string, side: string): number {
  const isDigits = /^\d+$/.test(text);
  if (isDigits && Number(text) <= 65_535) return Number(text);
  const why = isDigits ? 'value out of range' : 'invalid syntax';
  throw new CommandError(`error parsing ${side} port '${text}': strconv.ParseUint: parsing ${goQuote(text)}: ${why}`);
}

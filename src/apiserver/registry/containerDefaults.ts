/**
 * What the API fills in for one container: pull policy, termination message, probes, ports.
 * Models SetDefaults_Container, SetDefaults_Probe and their neighbours in pkg/apis/core/v1/defaults.go (v1.36.3).
 */
import type {
  Container,
  ContainerPort,
  EnvVar,
  HTTPGetAction,
  LifecycleHandler,
  PodSpec,
  Probe,
} from '../../api/core/pod';
import { mapShared } from './sharing';

/** A container with every default filled in; the same object if it has them all. */
export function defaultContainer(given: Container): Container {
  const ports = mapShared(given.ports, defaultPort);
  const env = mapShared(given.env, defaultEnvVar);
  const livenessProbe = given.livenessProbe && defaultProbe(given.livenessProbe);
  const readinessProbe = given.readinessProbe && defaultProbe(given.readinessProbe);
  const startupProbe = given.startupProbe && defaultProbe(given.startupProbe);
  const lifecycle = given.lifecycle && defaultLifecycle(given.lifecycle);
  const complete =
    given.resources !== undefined &&
    isSet(given.terminationMessagePath) &&
    isSet(given.terminationMessagePolicy) &&
    isSet(given.imagePullPolicy) &&
    ports === given.ports &&
    env === given.env &&
    livenessProbe === given.livenessProbe &&
    readinessProbe === given.readinessProbe &&
    startupProbe === given.startupProbe &&
    lifecycle === given.lifecycle;
  if (complete) return given;
  return {
    ...given,
    ...(ports && { ports }),
    ...(env && { env }),
    resources: given.resources ?? {},
    ...(livenessProbe && { livenessProbe }),
    ...(readinessProbe && { readinessProbe }),
    ...(startupProbe && { startupProbe }),
    ...(lifecycle && { lifecycle }),
    terminationMessagePath: or(given.terminationMessagePath, '/dev/termination-log'),
    terminationMessagePolicy: or(given.terminationMessagePolicy, 'File'),
    imagePullPolicy: or(given.imagePullPolicy, pullPolicyOf(given.image ?? '')),
  };
}

/** Always for `latest`, which is also what an image without tag and digest means; else IfNotPresent. */
export function pullPolicyOf(image: string): 'Always' | 'IfNotPresent' {
  const [reference = '', digest] = image.split('@');
  const lastPart = reference.slice(reference.lastIndexOf('/') + 1);
  const colon = lastPart.indexOf(':');
  if (reference === '') return 'IfNotPresent';
  if (colon < 0) return digest === undefined ? 'Always' : 'IfNotPresent';
  return lastPart.slice(colon + 1) === 'latest' ? 'Always' : 'IfNotPresent';
}

/** On the host's network a container port is a host port. Pods only; templates keep what was written. */
export function defaultHostPorts(spec: PodSpec): PodSpec {
  if (spec.hostNetwork !== true) return spec;
  const onHost = (container: Container): Container => {
    const ports = mapShared(container.ports, (port: ContainerPort) =>
      (port.hostPort ?? 0) === 0 && port.containerPort !== undefined ? { ...port, hostPort: port.containerPort } : port,
    );
    return ports === container.ports || ports === undefined ? container : { ...container, ports };
  };
  const containers = mapShared(spec.containers, onHost);
  const initContainers = mapShared(spec.initContainers, onHost);
  if (containers === spec.containers && initContainers === spec.initContainers) return spec;
  return { ...spec, containers, ...(initContainers && { initContainers }) };
}

/** A limit without a request requests as much. Pods only. */
export function defaultRequests(given: Container): Container {
  const { limits, requests = {} } = given.resources ?? {};
  if (limits === undefined) return given;
  const missing = Object.keys(limits).filter((resource) => !Object.hasOwn(requests, resource));
  if (missing.length === 0) return given;
  const filled = Object.fromEntries(missing.map((resource) => [resource, limits[resource] ?? '0']));
  return { ...given, resources: { ...given.resources, requests: { ...requests, ...filled } } };
}

function defaultPort(given: ContainerPort): ContainerPort {
  return isSet(given.protocol) ? given : { ...given, protocol: 'TCP' };
}

function defaultEnvVar(given: EnvVar): EnvVar {
  const fieldRef = given.valueFrom?.fieldRef;
  if (fieldRef === undefined || isSet(fieldRef.apiVersion)) return given;
  return { ...given, valueFrom: { ...given.valueFrom, fieldRef: { ...fieldRef, apiVersion: 'v1' } } };
}

function defaultProbe(given: Probe): Probe {
  const handled = defaultHandler(given);
  const complete =
    isNonZero(given.timeoutSeconds) &&
    isNonZero(given.periodSeconds) &&
    isNonZero(given.successThreshold) &&
    isNonZero(given.failureThreshold);
  if (complete && handled === given) return given;
  return {
    ...given,
    ...handled,
    timeoutSeconds: given.timeoutSeconds || 1,
    periodSeconds: given.periodSeconds || 10,
    successThreshold: given.successThreshold || 1,
    failureThreshold: given.failureThreshold || 3,
  };
}

function defaultHandler<T extends LifecycleHandler>(given: T): T {
  const { httpGet, grpc } = given;
  const http = httpGet && defaultHttpGet(httpGet);
  const service = grpc === undefined || grpc.service !== undefined ? grpc : { ...grpc, service: '' };
  if (http === httpGet && service === grpc) return given;
  return { ...given, ...(http && { httpGet: http }), ...(service && { grpc: service }) };
}

function defaultHttpGet(given: HTTPGetAction): HTTPGetAction {
  if (isSet(given.path) && isSet(given.scheme)) return given;
  return { ...given, path: or(given.path, '/'), scheme: or(given.scheme, 'HTTP') };
}

function defaultLifecycle(given: NonNullable<Container['lifecycle']>): NonNullable<Container['lifecycle']> {
  const postStart = given.postStart && defaultHandler(given.postStart);
  const preStop = given.preStop && defaultHandler(given.preStop);
  if (postStart === given.postStart && preStop === given.preStop) return given;
  return { ...given, ...(postStart && { postStart }), ...(preStop && { preStop }) };
}

/** Go cannot tell an empty text from an absent one, so neither does defaulting. */
function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function isNonZero(number: number | undefined): boolean {
  return number !== undefined && number !== 0;
}

function or<T extends string>(given: T | undefined, fallback: T): T {
  return given === undefined || given === '' ? fallback : given;
}

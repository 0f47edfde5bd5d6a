/**
 * Containers of a pod or of a pod template.
 * Models describeContainers of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  Pod,
  ResourceRequirements,
} from '../../api/core/pod';
import { goQuote } from '../../printers/goFormat';
import { dateText } from './dates';
import type { Description } from './description';
import { describeEnvironment } from './environment';
import { probeText } from './probes';

/** What is known of containers that run; absent for those of a template. */
export interface Running {
  readonly pod: Pod;
  readonly statuses: readonly ContainerStatus[] | undefined;
}

/** Writes `title:` and every container. Templates are set in by two blanks. */
export function describeContainers(
  d: Description,
  title: string,
  containers: readonly Container[],
  running?: Running,
): void {
  const isTemplate = running === undefined;
  d.line(0, `${isTemplate ? '  ' : ''}${title}:${containers.length === 0 ? ' <none>' : ''}`);
  for (const container of containers) {
    const status = running?.statuses?.find(({ name }) => name === container.name);
    d.line(1, `${isTemplate ? ' ' : ''}${container.name}:`);
    describeBasics(d, container, status);
    describeWords(d, 'Command', container.command);
    describeWords(d, 'Args', container.args);
    if (status !== undefined) describeStatus(d, status);
    describeResources(d, container.resources, 2);
    describeProbes(d, container);
    describeEnvironment(d, container, running?.pod);
    describeMounts(d, container);
  }
}

function describeBasics(d: Description, container: Container, status: ContainerStatus | undefined): void {
  if (status !== undefined) d.line(2, `Container ID:\t${status.containerID ?? ''}`);
  d.line(2, `Image:\t${container.image}`);
  if (status !== undefined) d.line(2, `Image ID:\t${status.imageID}`);
  describePorts(d, 'Port', container.ports, ({ containerPort }) => containerPort);
  describePorts(d, 'Host Port', container.ports, ({ hostPort = 0 }) => hostPort);
  describeSeccomp(d, container.securityContext, 2, 3);
}

function describePorts(
  d: Description,
  title: string,
  ports: readonly ContainerPort[] = [],
  number: (port: ContainerPort) => number,
): void {
  const texts = ports.map((port) => {
    const text = `${number(port)}/${port.protocol}`;
    return port.name === undefined || port.name === '' ? text : `${text} (${port.name})`;
  });
  const joined = texts.join(', ');
  d.line(2, texts.length > 1 ? `${title}s:\t${joined}` : `${title}:\t${joined === '' ? '<none>' : joined}`);
}

/** Writes the seccomp profile of a pod's or container's security context, if it has one. */
export function describeSeccomp(
  d: Description,
  securityContext: Readonly<Record<string, unknown>> | undefined,
  level: number,
  fileLevel: number,
): void {
  // Security contexts are stored as they came: these are the two fields that kubectl reads.
  const profile = securityContext?.['seccompProfile'] as { type?: string; localhostProfile?: string } | undefined;
  if (profile === undefined) return;
  d.line(level, `SeccompProfile:\t${profile.type ?? ''}`);
  if (profile.type === 'Localhost') d.line(fileLevel, `LocalhostProfile:\t${profile.localhostProfile ?? ''}`);
}

function describeWords(d: Description, title: string, words: readonly string[] = []): void {
  if (words.length === 0) return;
  d.line(2, `${title}:`);
  for (const word of words) {
    for (const line of word.split('\n')) d.line(3, line);
  }
}

function describeStatus(d: Description, status: ContainerStatus): void {
  describeState(d, 'State', status.state ?? {});
  if (status.lastState?.terminated !== undefined) describeState(d, 'Last State', status.lastState);
  d.line(2, `Ready:\t${status.ready ? 'True' : 'False'}`);
  d.line(2, `Restart Count:\t${status.restartCount}`);
}

function describeState(d: Description, title: string, { running, waiting, terminated }: ContainerState): void {
  if (running !== undefined) {
    d.line(2, `${title}:\tRunning`);
    d.line(3, `Started:\t${dateText(running.startedAt)}`);
    return;
  }
  if (terminated === undefined) {
    d.line(2, `${title}:\tWaiting`);
    const { reason = '' } = waiting ?? {};
    if (reason !== '') d.line(3, `Reason:\t${reason}`);
    return;
  }
  const { reason = '', message = '', exitCode, signal = 0, startedAt, finishedAt } = terminated;
  d.line(2, `${title}:\tTerminated`);
  if (reason !== '') d.line(3, `Reason:\t${reason}`);
  if (message !== '') d.line(3, `Message:\t${message}`);
  d.line(3, `Exit Code:\t${exitCode}`);
  if (signal > 0) d.line(3, `Signal:\t${signal}`);
  d.line(3, `Started:\t${dateText(startedAt)}`);
  d.line(3, `Finished:\t${dateText(finishedAt)}`);
}

/** Writes limits and requests by name. */
export function describeResources(d: Description, resources: ResourceRequirements | undefined, level: number): void {
  for (const [title, list = {}] of [
    ['Limits', resources?.limits],
    ['Requests', resources?.requests],
  ] as const) {
    const names = Object.keys(list).sort();
    if (names.length > 0) d.line(level, `${title}:`);
    for (const name of names) d.line(level + 1, `${name}:\t${list[name]}`);
  }
}

function describeProbes(d: Description, { livenessProbe, readinessProbe, startupProbe }: Container): void {
  if (livenessProbe !== undefined) d.line(2, `Liveness:\t${probeText(livenessProbe)}`);
  if (readinessProbe !== undefined) d.line(2, `Readiness:\t${probeText(readinessProbe)}`);
  if (startupProbe !== undefined) d.line(2, `Startup:\t${probeText(startupProbe)}`);
}

function describeMounts(d: Description, container: Container): void {
  const mounts = [...(container.volumeMounts ?? [])].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
  const none = mounts.length === 0 ? '\t<none>' : '';
  d.line(2, `Mounts:${none}`);
  for (const { mountPath, name, readOnly, subPath = '' } of mounts) {
    const flags = [readOnly === true ? 'ro' : 'rw', ...(subPath === '' ? [] : [`path=${goQuote(subPath)}`])];
    d.line(3, `${mountPath} from ${name} (${flags.join(',')})`);
  }
  const devices = [...(container.volumeDevices ?? [])].sort((a, b) => (a.devicePath < b.devicePath ? -1 : 1));
  if (devices.length === 0) return;
  d.line(2, `Devices:${none}`);
  for (const { devicePath, name } of devices) d.line(3, `${devicePath} from ${name}`);
}

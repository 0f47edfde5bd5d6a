/**
 * The kubelet's own API, which the API server asks on behalf of users: logs and commands inside containers.
 * What containers use is answered in stats.ts.
 * Models pkg/kubelet/server/server.go and kubelet_pods.go, validateContainerLogStatus (v1.36.3).
 */
import { failure } from '../api/meta/status';
import { parseTime } from '../api/meta/time';
import type { ContainerStatus, Pod } from '../api/core/pod';
import type { ApiRequest, ApiResponse, StreamHandlers, Unsubscribe } from '../client/transport';
import type { Instant } from '../sim/clock';
import { type Kubelet, instantAfter } from './context';
import type { LogOptions } from './runtime/containerRuntime';
import { serveStats } from './stats';

/** A container's id, or the refusal. */
type Found = { readonly id: string } | { readonly refusal: ApiResponse };

/**
 * Answers `GET /containerLogs/<ns>/<pod>/<container>` with the text of the log (query as in PodLogOptions), and
 * `POST /exec/<ns>/<pod>/<container>` with `{ command }` in the body with the ExecResult of the runtime.
 */
export function serve(kl: Kubelet, request: ApiRequest): ApiResponse {
  const stats = serveStats(kl, request.path);
  if (stats !== undefined) return stats;
  const [, verb, namespace = '', name = '', container = ''] = request.path.split('/');
  const pod = findPod(kl, namespace, name);
  if (pod === undefined) {
    return refuse(404, 'NotFound', verb === 'exec' ? 'pod does not exist' : `pod ${name} does not exist`);
  }
  switch (verb) {
    case 'containerLogs':
      return logs(kl, pod, container, (request.query ?? {}) as Readonly<Record<string, string>>);
    case 'exec':
      return exec(kl, pod, container, request.body);
    default:
      return refuse(404, 'NotFound', '404 page not found');
  }
}

/**
 * Opens stream `id`: `POST /exec/<ns>/<pod>/<container>` and `/attach/...` (query as in PodExecOptions), `/portForward/<ns>/<pod>`
 * with `ports`. A refusal, or undefined.
 */
export function serveStream(kl: Kubelet, id: number, request: ApiRequest): ApiResponse | undefined {
  const [, verb, namespace = '', name = '', container = ''] = request.path.split('/');
  const query = request.query ?? {};
  const pod = findPod(kl, namespace, name);
  if (pod === undefined) return refuse(404, 'NotFound', 'pod does not exist');
  if (verb === 'portForward') {
    kl.runtime.streams.portForward(id, pod.metadata.uid, Number(query.ports));
    return undefined;
  }
  const running = runningContainer(kl, pod, container);
  if (running === undefined) return refuse(404, 'NotFound', `container not found ("${container}")`);
  const stdin = isSet(query.stdin);
  if (verb === 'attach') kl.runtime.streams.attach(id, running.id, stdin);
  else {
    const { command = [] } = query;
    const argv = typeof command === 'string' ? [command] : command;
    kl.runtime.streams.exec(id, { containerId: running.id, argv, stdin, tty: isSet(query.tty) });
  }
  return undefined;
}

const isSet = (value: unknown) => value === 'true' || value === '1';

function runningContainer(kl: Kubelet, pod: Pod, container: string) {
  return kl.runtime.containers(pod.metadata.uid).find(({ name, state }) => name === container && state === 'running');
}

/** Follows the log that `request` names, as in `serve`. A refusal, or what stops it. */
export function serveFollow(kl: Kubelet, request: ApiRequest, handlers: StreamHandlers): ApiResponse | Unsubscribe {
  const [, , namespace = '', name = '', container = ''] = request.path.split('/');
  const query = (request.query ?? {}) as Readonly<Record<string, string>>; // The API server sends single values.
  const pod = findPod(kl, namespace, name);
  if (pod === undefined) return refuse(404, 'NotFound', `pod ${name} does not exist`);
  const found = logContainer(kl, pod, container, query.previous === 'true');
  if ('refusal' in found) return found.refusal;
  return kl.runtime.follow(found.id, logOptions(kl, query), {
    onText: (data) => handlers.onMessage({ channel: 1, data }),
    onEnd: (why) => handlers.onEnd(why === undefined ? { code: 200, body: '' } : refuse(500, '', why)),
  });
}

function refuse(code: number, reason: string, message: string): ApiResponse {
  return { code, body: failure(code, reason, message) };
}

function findPod(kl: Kubelet, namespace: string, name: string): Pod | undefined {
  // A force-deleted pod may still be going while another has its name: the API server's is meant.
  const current = kl.world.cache.get('Pod', { namespace, name });
  return current === undefined ? undefined : kl.pods.get(current.metadata.uid);
}

function logs(kl: Kubelet, pod: Pod, container: string, query: Readonly<Record<string, string>>): ApiResponse {
  const found = logContainer(kl, pod, container, query.previous === 'true');
  if ('refusal' in found) return found.refusal;
  return { code: 200, body: kl.runtime.logs(found.id, logOptions(kl, query)) };
}

function logOptions(kl: Kubelet, query: Readonly<Record<string, string>>): LogOptions {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const tailLines = number(query.tailLines);
  const limitBytes = number(query.limitBytes);
  const sinceSeconds = number(query.sinceSeconds);
  const since =
    sinceSeconds !== undefined
      ? instantAfter(kl, -sinceSeconds * 1000)
      : query.sinceTime === undefined
        ? undefined
        : parseTime<Instant>(query.sinceTime);
  return {
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(since === undefined ? {} : { since }),
    timestamps: query.timestamps === 'true',
  };
}

/** Which run's log is to be had, or why there is none: of the dead runs of a container the newest alone is kept. */
function logContainer(kl: Kubelet, pod: Pod, container: string, previous: boolean): Found {
  const found = logOwner(kl, pod, container, previous);
  if ('refusal' in found || kl.runtime.containers(pod.metadata.uid).some(({ id }) => id === found.id)) return found;
  return bad(`unable to retrieve container logs for containerd://${found.id}`);
}

/** The run that the status names. */
function logOwner(kl: Kubelet, pod: Pod, container: string, previous: boolean): Found {
  const status = kl.statuses.get(pod.metadata.uid)?.status ?? pod.status;
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status;
  const all = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
  const found = all.find(({ name }) => name === container);
  const text = `container "${container}" in pod "${pod.metadata.name}"`;
  if (found === undefined) return bad(`${text} is not available`);
  const last = idOf(found.lastState.terminated?.containerID);
  if (previous) {
    if (last !== undefined) return { id: last };
    return bad(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  }
  const { running, terminated, waiting } = found.state;
  const present = running !== undefined ? idOf(found.containerID) : idOf(terminated?.containerID);
  if (present !== undefined) return { id: present };
  if (last !== undefined) return { id: last };
  if (terminated !== undefined) return bad(`${text} is terminated`);
  return bad(`${text} is waiting to start: ${waitingText(waiting?.reason)}`);
}

function waitingText(reason: string | undefined): string {
  switch (reason) {
    case 'ErrImagePull':
      return "image can't be pulled";
    case 'ImagePullBackOff':
      return 'trying and failing to pull image';
    default:
      return reason ?? '';
  }
}

function bad(message: string): Found {
  return { refusal: refuse(400, 'BadRequest', message) };
}

function idOf(containerID: ContainerStatus['containerID']): string | undefined {
  return containerID === undefined || containerID === '' ? undefined : containerID.slice('containerd://'.length);
}

function exec(kl: Kubelet, pod: Pod, container: string, body: unknown): ApiResponse {
  const running = runningContainer(kl, pod, container);
  if (running === undefined) return refuse(404, 'NotFound', `container not found ("${container}")`);
  const { command } = body as { readonly command: readonly string[] }; // Built by our API server from the query.
  return { code: 200, body: kl.runtime.exec(running.id, command) };
}

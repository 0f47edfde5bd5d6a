/**
 * Logs, exec, attach and port-forward: what the kubelet of the pod's node answers.
 * Models pkg/registry/core/pod/{strategy.go,rest/log.go,rest/subresources.go} (v1.36.3).
 * As plain requests: a log with `follow` answers with what there is; an exec is `{ command }` and one answer.
 */
import type { Pod } from '../api/core/pod';
import type { ApiError } from '../api/meta/status';
import type { ApiRequest, ApiResponse } from '../client/transport';
import { type Call, objectKey, valuesOf } from './call';
import { badRequest, methodNotAllowed, notFound, plainError } from './errors';
import { integerParameter, isTrue } from './options';
import { type FieldError, forbidden, invalid, invalidError } from './registry/fieldError';
import { storageKey } from './storageKey';

/** Answers `.../pods/x/log` with text. A pod that has no node yet has said nothing: 204. */
export async function logRequest(call: Call, namespace: string | undefined, name: string): Promise<ApiResponse> {
  if (call.request.method !== 'GET') throw methodNotAllowed();
  const target = followTarget(call, namespace, name);
  return target === undefined ? { code: 204, body: '' } : ask(call, target.node, target.request);
}

/** What a kubelet is asked, and which one. */
export interface KubeletTarget {
  readonly node: string;
  readonly request: ApiRequest;
}

/** Where the log that `call` asks for is; undefined for a pod without a node. Throws ApiError. */
export function followTarget(call: Call, namespace: string | undefined, name: string): KubeletTarget | undefined {
  checkLogOptions(call, name);
  const pod = podOf(call, namespace, name);
  const container = containerOf(pod, call.query.container);
  const { nodeName: node = '' } = pod.spec;
  const path = `/containerLogs/${pod.metadata.namespace}/${name}/${container}`;
  return node === '' ? undefined : { node, request: { method: 'GET', path, query: kubeletQuery(call.query) } };
}

/** Where an exec, attach or port-forward goes. Throws ApiError. */
export function streamTarget(
  call: Call,
  namespace: string | undefined,
  name: string,
  subresource: string,
): KubeletTarget {
  if (call.request.method !== 'POST') throw methodNotAllowed();
  const target = locate(call, namespace, name, subresource);
  if (subresource === 'exec' && valuesOf(call, 'command').length === 0)
    throw badRequest('you must specify at least 1 command for the container');
  return target;
}

/**
 * What a plain request to exec, attach or port-forward is told: what keeps the sender from it, or to upgrade the
 * connection. Nothing is done in the pod.
 */
export function upgradeRequired(
  call: Call,
  namespace: string | undefined,
  name: string,
  subresource: string,
): ApiError {
  const { method } = call.request;
  if (method !== 'GET' && method !== 'POST') return methodNotAllowed();
  locate(call, namespace, name, subresource);
  return badRequest('Upgrade request required');
}

/** Whether a request can only be told to upgrade: a POST like that changes nothing. */
export function isUpgradeMissing({ path, body }: ApiRequest): boolean {
  return body === undefined && /\/pods\/[^/]+\/(exec|attach|portforward)$/.test(path);
}

/** The node and the address of what is asked for. Throws ApiError. */
function locate(call: Call, namespace: string | undefined, name: string, subresource: string): KubeletTarget {
  const verb = STREAMS[subresource];
  if (verb === undefined) throw methodNotAllowed();
  const pod = podOf(call, namespace, name);
  const container = verb === 'portForward' ? '' : `/${containerOf(pod, call.query.container)}`;
  const { nodeName: node = '' } = pod.spec;
  if (node === '') throw badRequest(`pod ${name} does not have a host assigned`);
  const { container: _named, ...query } = call.request.query ?? {};
  return { node, request: { method: 'POST', path: `/${verb}/${pod.metadata.namespace}/${name}${container}`, query } };
}

const STREAMS: Readonly<Record<string, string>> = { exec: 'exec', attach: 'attach', portforward: 'portForward' };

/** The kubelet reads its parameters by the letter: what counts as true is said as `true`. */
function kubeletQuery(query: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { container: _named, ...rest }: Record<string, string> = query;
  for (const flag of ['previous', 'timestamps', 'follow']) {
    if (rest[flag] !== undefined) rest[flag] = String(isTrue(rest[flag]));
  }
  return rest;
}

/** Answers `.../pods/x/exec`: `{ command }` in the body, or one word in the parameter `command`. */
export async function execRequest(call: Call, namespace: string | undefined, name: string): Promise<ApiResponse> {
  const { method } = call.request;
  const command = method === 'GET' || method === 'POST' ? commandOf(call.request.body, call.query.command) : undefined;
  if (command === undefined) throw upgradeRequired(call, namespace, name, 'exec');
  const { node, request } = locate(call, namespace, name, 'exec');
  return ask(call, node, { method: 'POST', path: request.path, body: { command } });
}

function commandOf(body: unknown, parameter: string | undefined): readonly string[] | undefined {
  const { command } = (typeof body === 'object' && body !== null ? body : {}) as { readonly command?: unknown };
  if (Array.isArray(command) && command.every((word) => typeof word === 'string')) return command;
  return parameter === undefined || body === undefined ? undefined : [parameter];
}

function podOf(call: Call, namespace: string | undefined, name: string): Pod {
  const entry = call.backend.store.get(storageKey('Pod', objectKey('Pod', namespace, name)));
  if (entry === undefined) throw notFound('Pod', name);
  return entry.value as Pod; // The prefix holds pods only.
}

async function ask(call: Call, nodeName: string, request: ApiRequest): Promise<ApiResponse> {
  const { kubelet } = call.backend;
  if (kubelet === undefined) throw plainError(`no way to the kubelet of node ${nodeName}`);
  return kubelet.request(nodeName, request);
}

function containerOf(pod: Pod, asked = ''): string {
  const { name } = pod.metadata;
  const names = pod.spec.containers.map((container) => container.name);
  const initNames = (pod.spec.initContainers ?? []).map((container) => container.name);
  if (asked !== '') {
    const isEphemeral = pod.spec.ephemeralContainers?.some((container) => container.name === asked) === true;
    if (names.includes(asked) || initNames.includes(asked) || isEphemeral) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only = ''] = names;
  if (names.length === 1) return only;
  const orInit = initNames.length === 0 ? '' : ` or one of the init containers: [${initNames.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]${orInit}`);
}

function checkLogOptions({ query }: Call, name: string): void {
  const errors: FieldError[] = [];
  const tailLines = integerParameter(query.tailLines);
  const limitBytes = integerParameter(query.limitBytes);
  const sinceSeconds = integerParameter(query.sinceSeconds);
  if (tailLines !== undefined && tailLines < 0) {
    errors.push(invalid('tailLines', tailLines, 'must be greater than or equal to 0'));
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    errors.push(invalid('limitBytes', limitBytes, 'must be greater than 0'));
  }
  if (sinceSeconds !== undefined && query.sinceTime !== undefined) {
    errors.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalid('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  }
  if (errors.length > 0) throw invalidError('Pod', name, errors, { kind: 'PodLogOptions', group: '' });
}

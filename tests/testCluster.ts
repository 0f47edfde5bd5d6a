/**
 * A cluster for tests, seen as kubectl sees it: create objects, let time pass, look at the API. And builders of
 * manifests with good defaults.
 */
import type { Container, Pod, Probe } from '../src/api/core/pod';
import type { Event } from '../src/api/core/event';
import { type Kind, type Kinds, apiVersionOf } from '../src/api/kinds';
import type { Labels, ObjectKey } from '../src/api/meta/objectMeta';
import { type KubeClient, createClient } from '../src/client/client';
import type { Fault, NodeSpec } from '../src/client/simulation';
import type { ApiRequest } from '../src/client/transport';
import { Cluster } from '../src/cluster/cluster';
import { defaultNodes } from '../src/client/defaultNodes';

export interface TestCluster {
  readonly cluster: Cluster;
  /** Writes through it are commands, as a person's are. */
  readonly client: KubeClient;
  advance(time: { readonly seconds?: number; readonly ms?: number }): Promise<void>;
  fault(fault: Fault): Promise<void>;
  /** Applies a manifest as JSON; hands back what the API server stored. */
  create<K extends Kind>(kind: K, manifest: object): Promise<Kinds[K]>;
  pod(name: string): Promise<Pod>;
  pods(labelSelector?: string): Promise<readonly Pod[]>;
  /** Events about an object, oldest first, as `reason message`. */
  events(name: string): Promise<readonly Event[]>;
  /** Lets time pass, second by second, until `holds`; the seconds it took. Throws after `limitSeconds`. */
  until(holds: () => Promise<boolean>, limitSeconds: number): Promise<number>;
}

export interface TestClusterOptions {
  /** Of its constants; default `v1.36`. */
  readonly profile?: string;
  readonly nodes?: number | readonly NodeSpec[];
  readonly seed?: number;
  /** Add-ons that it comes up with, e.g. USUAL_ADDONS for names and Services that answer; default none. */
  readonly addons?: readonly string[];
}

export async function testCluster({
  profile = 'v1.36',
  nodes = 3,
  seed = 1,
  addons = [],
}: TestClusterOptions = {}): Promise<TestCluster> {
  const machines = typeof nodes === 'number' ? defaultNodes(nodes) : nodes;
  const cluster = await Cluster.create({ profile, seed, nodes: machines, addons });
  const client = createClient(
    {
      request: (request: ApiRequest) => cluster.request(request),
      watch: (request, onEvent) => cluster.api.watch(request, onEvent),
      stream: (request, handlers) => cluster.stream(request, handlers),
    },
    'kubectl',
  );
  const advance = ({ seconds = 0, ms = 0 }) => cluster.advance(seconds * 1000 + ms);
  return {
    cluster,
    client,
    advance,
    fault: (fault) => cluster.fault(fault),
    create: (kind, manifest) =>
      client.create(kind, { apiVersion: apiVersionOf(kind), kind, ...withNamespace(kind, manifest) } as never), // Builders make manifests.
    pod: (name) => client.get('Pod', inDefault(name)),
    pods: async (labelSelector) =>
      (await client.list('Pod', { namespace: 'default', ...(labelSelector === undefined ? {} : { labelSelector }) }))
        .items,
    events: async (name) =>
      (await client.list('Event')).items.filter(({ involvedObject }) => involvedObject.name === name),
    until: async (holds, limitSeconds) => {
      for (let seconds = 0; seconds <= limitSeconds; seconds++) {
        if (await holds()) return seconds;
        await advance({ seconds: 1 });
      }
      throw new Error(`does not hold after ${limitSeconds} s`);
    },
  };
}

/** The key of an object in namespace default. */
export function inDefault(name: string): ObjectKey {
  return { namespace: 'default', name };
}

function withNamespace(kind: Kind, manifest: object): object {
  const { metadata = {} } = manifest as { metadata?: object }; // Builders make manifests.
  return kind === 'Node' || kind === 'Namespace'
    ? manifest
    : { ...manifest, metadata: { namespace: 'default', ...metadata } };
}

export interface PodOptions {
  readonly name?: string;
  readonly labels?: Labels;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly livenessProbe?: Partial<Probe>;
  readonly readinessProbe?: Partial<Probe>;
  readonly startupProbe?: Partial<Probe>;
  readonly container?: Partial<Container>;
  readonly spec?: Partial<Pod['spec']>;
}

/** A pod manifest with one container `main`. */
export function pod(options: PodOptions = {}): object {
  const { name = 'kubia', labels, spec } = options;
  return {
    metadata: { name, ...(labels === undefined ? {} : { labels }) },
    spec: { containers: [container(options)], ...spec },
  };
}

function container({
  image = 'luksa/kubia',
  command,
  livenessProbe,
  readinessProbe,
  startupProbe,
  container: more,
}: PodOptions): object {
  return {
    name: 'main',
    image,
    ...(command === undefined ? {} : { command }),
    ...(livenessProbe === undefined ? {} : { livenessProbe }),
    ...(readinessProbe === undefined ? {} : { readinessProbe }),
    ...(startupProbe === undefined ? {} : { startupProbe }),
    ...more,
  };
}

/** A container of busybox that runs `script` with sh. */
export function shell(script: string): Pick<PodOptions, 'image' | 'command'> {
  return { image: 'busybox', command: ['sh', '-c', script] };
}

export function httpGet(path: string, port: number): Partial<Probe> {
  return { httpGet: { path, port } };
}

/** A ReplicationController, ReplicaSet or Deployment manifest of `app: NAME` pods. */
export function replicas(
  kind: 'ReplicationController' | 'ReplicaSet' | 'Deployment',
  count: number,
  options: PodOptions = {},
): object {
  const { name = 'kubia' } = options;
  const labels = options.labels ?? { app: name };
  const selector = kind === 'ReplicationController' ? labels : { matchLabels: labels };
  const template = { metadata: { labels }, spec: { containers: [container(options)], ...options.spec } };
  return { metadata: { name }, spec: { replicas: count, selector, template } };
}

/** A CustomResourceDefinition of a kind in namespaces, group example.com, with one version v1; `version` adds to that. */
export function customResourceDefinition(kind: string, plural: string, openAPIV3Schema: object, version: object = {}) {
  return {
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural, kind },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema }, ...version }],
    },
  } as const;
}

/** What a random command is chosen from, and the requests that most of them are. */
import type { Job } from '../../src/api/batch/job';
import type { Node } from '../../src/api/core/node';
import type { Pod } from '../../src/api/core/pod';
import { type Kind, kinds } from '../../src/api/kinds';
import { pathOf } from '../../src/client/client';
import type { Command, Fault } from '../../src/client/simulation';
import type { ApiRequest } from '../../src/client/transport';
import { httpGet, shell } from '../testCluster';
import type { Random } from './random';

/** Kinds beside pods, their first owners and jobs, whose objects come, change and go. */
export const OTHER_KINDS = [
  'DaemonSet',
  'StatefulSet',
  'Service',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'ResourceQuota',
  'LimitRange',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'ConfigMap',
  'CronJob',
  'PriorityClass',
] as const satisfies readonly Kind[];
export type OtherKind = (typeof OTHER_KINDS)[number];

type StreamCommand = Extract<Command, { readonly type: 'stream' | 'streamInput' | 'unstream' }>;
export type Planned = ApiRequest | Fault | Omit<StreamCommand, 'atMs'>;
/** Chooses a command; undefined if nothing here suits it. */
export type Plan = (random: Random, world: Snapshot) => Planned | undefined;

/** What is there to act on. */
export interface Snapshot {
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
  readonly owners: readonly {
    readonly kind: 'ReplicationController' | 'ReplicaSet' | 'Deployment';
    readonly name: string;
  }[];
  readonly jobs: readonly Job[];
  readonly others: readonly { readonly kind: OtherKind; readonly name: string }[];
  /** Those that people made. */
  readonly namespaces: readonly string[];
  readonly count: number;
  /** How many streams were opened so far. */
  readonly streams: number;
}

/** Containers and pods of all sorts. */
export const templates = [
  {},
  { image: 'luksa/kubia-unhealthy', livenessProbe: httpGet('/', 8080) },
  { image: 'nginx', readinessProbe: httpGet('/', 80) },
  shell('sleep 7; exit 1'),
  shell('sleep 3600'),
  { image: 'nosuch/image:v9' },
  { container: { resources: { requests: { cpu: '900m', memory: '256Mi' } } } },
  { spec: { terminationGracePeriodSeconds: 3 } },
  { spec: { nodeSelector: { disk: 'ssd' } } },
];

/** The path of an object: in namespace default, if its kind lives in namespaces. */
export const named = (kind: Kind, name?: string, subresource?: string): string =>
  pathOf(kind, kinds[kind].namespaced ? 'default' : undefined, name, subresource);
export const create = (kind: Kind, body: object): ApiRequest => ({ method: 'POST', path: named(kind), body });
export const patch = (kind: Kind, name: string, body: object, subresource?: string): ApiRequest => ({
  method: 'PATCH',
  path: named(kind, name, subresource),
  headers: { 'content-type': 'application/merge-patch+json' },
  body,
});

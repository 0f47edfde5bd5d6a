/** Deployments in a played transcript: the API requests behind `create deployment`, `set image` and `rollout`, and what describe tells. */
import type { Deployment } from '../../src/api/apps/deployment';
import type { ReplicaSet } from '../../src/api/apps/replicaSet';
import { conditionOf } from '../../src/api/meta/conditions';
import { pathOf } from '../../src/client/client';
import type { Cluster } from '../../src/cluster/cluster';
import type { Row } from './facts';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'pod-template-hash';
const STATUS_EVERY_MS = 100;
const STATUS_LIMIT_MS = 120_000;

/** `create deployment NAME --image=I --replicas=N`. */
export async function createDeployment(cluster: Cluster, name: string, text: string): Promise<readonly string[]> {
  const image = /--image=(\S+)/.exec(text)?.[1] ?? '';
  const labels = { app: name };
  const containers = [{ name: /([^/:]+)(:[^/]*)?$/.exec(image)?.[1], image }];
  const spec = {
    replicas: Number(/--replicas=(\d+)/.exec(text)?.[1] ?? 1),
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  };
  const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec };
  await cluster.request({ method: 'POST', path: pathOf('Deployment', 'default'), body });
  return [`deployment.apps/${name} created`];
}

/** `set image deployment/NAME CONTAINER=IMAGE`. */
export async function setImage(cluster: Cluster, words: readonly string[]): Promise<readonly string[]> {
  const [, target = '', pair = ''] = words;
  const name = target.slice(target.indexOf('/') + 1);
  const [container, image] = pair.split('=');
  await cluster.request({
    method: 'PATCH',
    path: pathOf('Deployment', 'default', name),
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
    body: { spec: { template: { spec: { containers: [{ name: container, image }] } } } },
  });
  return [`deployment.apps/${name} image updated`];
}

/** `rollout status|history|undo deployment/NAME`; of status the last line. */
export async function rollout(cluster: Cluster, words: readonly string[]): Promise<readonly string[]> {
  const [verb, target = ''] = words;
  const name = target.slice(target.indexOf('/') + 1);
  switch (verb) {
    case 'status':
      for (let waited = 0; waited < STATUS_LIMIT_MS; waited += STATUS_EVERY_MS) {
        if (isRolledOut(await get(cluster, name))) return [`deployment "${name}" successfully rolled out`];
        await cluster.advance(STATUS_EVERY_MS);
      }
      return ['error: timed out'];
    case 'history': {
      const revisions = (await ownSets(cluster, name)).map(revisionOf);
      return [`deployment.apps/${name} `, 'REVISION  CHANGE-CAUSE', ...revisions.map((one) => `${one}  <none>`)];
    }
    case 'undo':
      return undo(cluster, name);
    default:
      throw new Error(`no player for rollout ${verb}`);
  }
}

async function get(cluster: Cluster, name: string): Promise<Deployment> {
  return cluster.client.get('Deployment', { namespace: 'default', name });
}

function isRolledOut({ metadata, spec, status }: Deployment): boolean {
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (observedGeneration < (metadata.generation ?? 0)) return false;
  return updatedReplicas === spec.replicas && replicas === updatedReplicas && availableReplicas === updatedReplicas;
}

const revisionOf = ({ metadata }: ReplicaSet) => Number(metadata.annotations?.[REVISION] ?? 0);

/** By revision. */
async function ownSets(cluster: Cluster, name: string): Promise<readonly ReplicaSet[]> {
  const { items } = await cluster.client.list('ReplicaSet', { namespace: 'default' });
  const own = items.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.name === name) === true);
  return own.toSorted((x, y) => revisionOf(x) - revisionOf(y));
}

async function undo(cluster: Cluster, name: string): Promise<readonly string[]> {
  const before = (await ownSets(cluster, name)).at(-2);
  if (before === undefined) throw new Error(`${name} has no revision to go back to`);
  const { metadata = {}, spec } = before.spec.template;
  const { [HASH]: _own, ...labels } = metadata.labels ?? {};
  const template = { metadata: { ...metadata, labels }, spec };
  await cluster.request({
    method: 'PATCH',
    path: pathOf('Deployment', 'default', name),
    headers: { 'content-type': 'application/json-patch+json' },
    body: [{ op: 'replace', path: '/spec/template', value: template }],
  });
  return [`deployment.apps/${name} rolled back`];
}

/** Cells of `get deployments`, without AGE. */
export function deploymentRow({ metadata, spec, status }: Deployment): Row {
  return {
    NAME: metadata.name,
    READY: `${status.readyReplicas ?? 0}/${spec.replicas}`,
    'UP-TO-DATE': String(status.updatedReplicas ?? 0),
    AVAILABLE: String(status.availableReplicas ?? 0),
  };
}

/** What describe says of a Deployment's state, one fact a line. */
export async function deploymentFacts(cluster: Cluster, deployment: Deployment): Promise<readonly string[]> {
  const { metadata, spec, status } = deployment;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
  const sets = await ownSets(cluster, metadata.name);
  const text = (one: ReplicaSet) =>
    `${one.metadata.name} (${one.status.replicas}/${one.spec.replicas} replicas created)`;
  const old = sets.slice(0, -1).map(text);
  const conditions = ['Available', 'Progressing'].map((type) => {
    const condition = conditionOf(status.conditions, type);
    return `${type} ${condition?.status} ${condition?.reason}`;
  });
  return [
    `deployment.kubernetes.io/revision: ${metadata.annotations?.[REVISION]}`,
    `Replicas: ${spec.replicas} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`,
    ...conditions,
    `OldReplicaSets: ${old.length === 0 ? '<none>' : old.join(', ')}`,
    `NewReplicaSet: ${sets.slice(-1).map(text).join()}`,
  ];
}

/** The same facts of a recorded describe. */
export function recordedDeploymentFacts(output: readonly string[]): readonly string[] {
  return output.flatMap((line) => {
    const found =
      /(deployment\.kubernetes\.io\/revision: \d+)|^((?:Replicas|OldReplicaSets|NewReplicaSet):.*)|^\s+((?:Available|Progressing)\s.*)/.exec(
        line,
      );
    const fact = found?.[1] ?? found?.[2] ?? found?.[3];
    return fact === undefined ? [] : [fact.trim().replace(/\s+/g, ' ')];
  });
}

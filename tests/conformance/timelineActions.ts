/** What people did in a recorded timeline, done here: the commands and node operations of its script. */
import { parseAllDocuments } from 'yaml';
import type { Pod } from '../../src/api/core/pod';
import { type Kind, kindOf, kinds } from '../../src/api/kinds';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { storagePrefix } from '../../src/apiserver/storageKey';
import { pathOf } from '../../src/client/client';
import type { Cluster } from '../../src/cluster/cluster';
import { kindByWord } from './words';

/** Does what `text` says; `manifests` are the files that it names. */
export async function act(cluster: Cluster, text: string, manifests: Readonly<Record<string, string>>): Promise<void> {
  const [, , verb = '', ...words] = ` ${text}`.split(' ');
  const operation = /^node operation: (\w+) (\S+)/.exec(text);
  if (operation !== null) {
    const types = { kill: 'stopKubelet', start: 'bringBack', poweroff: 'powerOff' } as const;
    const type = types[operation[1] as keyof typeof types]; // The recordings know these three.
    return cluster.fault({ type, node: operation[2] ?? '' });
  }
  if (verb === 'apply') return apply(cluster, manifests[words[1] ?? ''] ?? '');
  if (verb === 'delete' && words[0]?.startsWith('pod') === true) return remove(cluster, namesIn(words));
  if (verb === 'delete') return erase(cluster, words);
  if (verb === 'label') return label(cluster, words);
  if (verb === 'scale') return scale(cluster, words);
  if (verb === 'create') return create(cluster, words);
  if (verb === 'cordon' || verb === 'uncordon') return cordon(cluster, words, verb === 'cordon');
  if (verb === 'drain') return drain(cluster, words);
  if (verb === 'patch') return patch(cluster, words);
  throw new Error(`no player for ${text}`);
}

/** How long kubectl takes for one object. */
const APPLY_MS = 25;

async function apply(cluster: Cluster, manifest: string): Promise<void> {
  for (const document of parseAllDocuments(manifest)) {
    const object = document.toJS() as KubeObject | null; // A recorded manifest.
    const kind = object === null ? undefined : kindOf(object.apiVersion, object.kind);
    if (object === null || kind === undefined) continue; // A kind that is not simulated yet.
    const { code, body } = await cluster.request({
      method: 'POST',
      path: pathOf(kind, kinds[kind].namespaced ? 'default' : undefined),
      body: object,
    });
    if (code >= 300) throw new Error(JSON.stringify(body));
    await cluster.advance(APPLY_MS);
  }
}

async function remove(cluster: Cluster, words: readonly string[]): Promise<void> {
  const grace = words.includes('--now') ? 1 : Number(/--grace-period=(\d+)/.exec(words.join(' '))?.[1] ?? Number.NaN);
  for (const name of words.filter((word) => !word.startsWith('-'))) {
    const body = Number.isNaN(grace) ? {} : { gracePeriodSeconds: grace };
    await cluster.request({ method: 'DELETE', path: pathOf('Pod', 'default', name), body });
  }
}

/** Words after the type; `pod/NAME` counts too. */
function namesIn(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  return first.includes('/') ? [first.slice(first.indexOf('/') + 1), ...rest] : rest;
}

/** `delete KIND NAME`, of something that owns pods. */
async function erase(cluster: Cluster, words: readonly string[]): Promise<void> {
  const kind = kindByWord(words[0] ?? '');
  const propagationPolicy = words.includes('--cascade=orphan') ? 'Orphan' : 'Background';
  await cluster.request({
    method: 'DELETE',
    path: pathOf(kind, 'default', namesIn(words)[0] ?? ''),
    body: { propagationPolicy },
  });
}

/** `label KIND NAME KEY=VALUE` or `KEY-`. */
async function label(cluster: Cluster, words: readonly string[]): Promise<void> {
  const kind = kindByWord((words[0] ?? '').split('/')[0] ?? '');
  const [name = '', pair = ''] = namesIn(words);
  const [key = '', value] = pair.split('=');
  const labels = value === undefined ? { [key.slice(0, -1)]: null } : { [key]: value };
  await cluster.request({
    method: 'PATCH',
    path: pathOf(kind, kinds[kind].namespaced ? 'default' : undefined, name),
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { metadata: { labels } },
  });
}

async function scale(cluster: Cluster, words: readonly string[]): Promise<void> {
  const replicas = Number(/--replicas=(\d+)/.exec(words.join(' '))?.[1]);
  await cluster.request({
    method: 'PATCH',
    path: pathOf(kindByWord(words[0] ?? ''), 'default', words[1] ?? '', 'scale'),
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { spec: { replicas } },
  });
}

async function cordon(cluster: Cluster, nodes: readonly string[], unschedulable: boolean): Promise<void> {
  for (const name of nodes) await merge(cluster, pathOf('Node', undefined, name), { spec: { unschedulable } });
}

/** `patch KIND NAME -p '{...}'` */
async function patch(cluster: Cluster, words: readonly string[]): Promise<void> {
  const body = /'(.*)'/.exec(words.join(' '))?.[1] ?? '{}';
  await merge(cluster, pathOf(kindByWord(words[0] ?? ''), 'default', words[1] ?? ''), JSON.parse(body));
}

async function merge(cluster: Cluster, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  await cluster.request({ method: 'PATCH', path, headers, body });
}

/** Evicts the pods of a node, again after 5 s where a budget refuses. Without leave to delete local storage it gives up. */
async function drain(cluster: Cluster, [node = '', ...flags]: readonly string[]): Promise<void> {
  await cordon(cluster, [node], true);
  if (!flags.includes('--delete-emptydir-data')) return;
  const owned = ({ metadata }: KubeObject) => metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet');
  const pods = cluster.store.list(storagePrefix('Pod')).entries.map(({ value }) => value as Pod); // That prefix holds pods.
  let left = pods
    .filter((pod) => pod.spec.nodeName === node && owned(pod) !== true)
    .map(({ metadata }) => metadata.name);
  while (left.length > 0) {
    const refused: string[] = [];
    for (const name of left) {
      const path = pathOf('Pod', 'default', name, 'eviction');
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
      if ((await cluster.request({ method: 'POST', path, body })).code === 429) refused.push(name);
    }
    left = refused;
    if (left.length > 0) await cluster.advance(5_000);
  }
}

/** `create configmap NAME --from-literal=K=V` or `create secret generic NAME ...`. */
async function create(cluster: Cluster, words: readonly string[]): Promise<void> {
  const kind: Kind = words[0] === 'secret' ? 'Secret' : 'ConfigMap';
  const [, key = '', value = ''] = /--from-literal=(\w+)=(\S+)/.exec(words.join(' ')) ?? [];
  const content = kind === 'Secret' ? { stringData: { [key]: value } } : { data: { [key]: value } };
  const metadata = { name: kind === 'Secret' ? words[2] : words[1] };
  const body = { apiVersion: 'v1', kind, metadata, ...content };
  await cluster.request({ method: 'POST', path: pathOf(kind, 'default'), body });
}

/**
 * Why a real Kubernetes 1.36.3 left pods pending, word for word: the recorded sessions about scheduling, replayed.
 * Compared are the messages of PodScheduled, the texts of FailedScheduling and Scheduled, and which pods have a node.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Taint } from '../../src/api/core/node';
import { kindOf } from '../../src/api/kinds';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { pathOf } from '../../src/client/client';
import { Cluster } from '../../src/cluster/cluster';
import { type Step, parseTable, parseTranscript } from './transcript';

const NODES = ['minikube', 'minikube-m02', 'minikube-m03'].map((name) => ({ name, cpu: 4, memory: '8Gi', pods: 110 }));

/** Pods whose message tells of a kind that the engine does not have, with the reason. */
const unknown: Readonly<Record<string, string>> = {
  pvcunbound: 'PersistentVolumeClaims cannot be created, so none is unbound',
};

type Command = Extract<Step, { type: 'command' }>;

/** What the recording shows and what our cluster shows, as one line each. */
class Replay {
  readonly recorded: string[] = [];
  readonly ours: string[] = [];

  constructor(private readonly cluster: Cluster) {}

  async step(step: Step): Promise<void> {
    if (step.type === 'wait') await this.cluster.advance(step.seconds * 1000);
    if (step.type !== 'command') return;
    await this.#command(step, step.text.split(' '));
    await this.cluster.advance(150);
  }

  async #command(step: Command, words: readonly string[]): Promise<void> {
    const [, verb, ...rest] = words;
    if (verb === 'apply') return this.#apply(step.input ?? '');
    if (verb === 'run') return this.#run(step.text, rest[0] ?? '');
    if (verb === 'delete') return this.#delete(rest);
    if (verb === 'cordon' || verb === 'uncordon') return this.#patchNodes(rest, { unschedulable: verb === 'cordon' });
    if (verb === 'taint') return this.#taint(rest[1] ?? '', rest[2] ?? '');
    if (verb === 'label') return this.#label(rest[1] ?? '', rest[2] ?? '');
    if (verb === 'get') return this.#get(step, rest);
  }

  async #apply(text: string): Promise<void> {
    for (const document of parseAllDocuments(text)) {
      const manifest = document.toJSON() as KubeObject; // A recorded manifest.
      if (kindOf(manifest.apiVersion, manifest.kind) !== undefined) await this.#create(manifest);
    }
  }

  /** `kubectl run NAME --image=I --overrides=JSON`. */
  async #run(text: string, name: string): Promise<void> {
    const image = /--image=(\S+)/.exec(text)?.[1];
    const overrides = JSON.parse(/--overrides='(.*)'/.exec(text)?.[1] ?? '{}') as { spec?: object }; // As recorded.
    const spec = { containers: [{ name, image }], ...overrides.spec };
    await this.#create({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
  }

  async #create(body: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: object;
    readonly spec?: unknown;
  }): Promise<void> {
    const kind = kindOf(body.apiVersion, body.kind) ?? 'Pod';
    await this.cluster.client.raw({ method: 'POST', path: pathOf(kind, 'default'), body });
  }

  async #delete([kind, ...names]: readonly string[]): Promise<void> {
    if (kind !== 'pod') return;
    for (const name of names.filter((word) => !word.startsWith('-'))) {
      await this.cluster.client.delete('Pod', { namespace: 'default', name }, { gracePeriodSeconds: 0 });
    }
  }

  async #patchNodes(names: readonly string[], spec: object): Promise<void> {
    for (const name of names) await this.cluster.client.patch('Node', { name }, { type: 'merge', body: { spec } });
  }

  /** `key=value:Effect`, or `key-` to take it away. */
  async #taint(name: string, text: string): Promise<void> {
    const { spec } = await this.cluster.client.get('Node', { name });
    const [key = '', value = '', effect = ''] = text.split(/[=:]/);
    const others = (spec.taints ?? []).filter((taint) => taint.key !== key.replace(/-$/, ''));
    const taint = { key, value, effect: effect as Taint['effect'] }; // As recorded.
    await this.#patchNodes([name], { taints: text.endsWith('-') ? others : [...others, taint] });
  }

  async #label(name: string, text: string): Promise<void> {
    const [key = '', value = null] = text.split('=');
    await this.cluster.client.patch(
      'Node',
      { name },
      { type: 'merge', body: { metadata: { labels: { [key]: value } } } },
    );
  }

  async #get(step: Command, [kind, name = '', ...rest]: readonly string[]): Promise<void> {
    const where = `line ${step.line}`;
    if (kind === 'pod' && rest.join(' ').includes('conditions[*].message')) {
      if (name in unknown) return;
      // Sessions ask for the phase before the message, or for the message alone.
      const recorded = step.output.join(' ').replace(/^Pending (\w* )?/, '');
      this.recorded.push(`${where} ${name}: ${recorded.trim()}`);
      this.ours.push(`${where} ${name}: ${await this.#messageOf(name)}`);
    }
    if (kind === 'events') await this.#events(where, step);
    if (kind === 'pods') await this.#phases(where, step);
  }

  async #messageOf(name: string): Promise<string> {
    const { status } = await this.cluster.client.get('Pod', { namespace: 'default', name });
    return status.conditions?.find(({ type }) => type === 'PodScheduled')?.message ?? '';
  }

  /** How often the same failure is repeated depends on what else happens in the cluster: each text once. */
  async #events(where: string, step: Command): Promise<void> {
    const name = /involvedObject\.name=(\S+)/.exec(step.text)?.[1];
    const isMeant = (reason: string | undefined) => reason === 'FailedScheduling' || reason === 'Scheduled';
    const rows = parseTable(step.output).filter(({ REASON }) => isMeant(REASON));
    const events = (await this.cluster.client.list('Event', { namespace: 'default' })).items
      .filter(({ involvedObject, reason }) => involvedObject.name === name && isMeant(reason))
      .sort((a, b) => ((a.eventTime ?? '') < (b.eventTime ?? '') ? -1 : 1));
    this.recorded.push(...new Set(rows.map(({ MESSAGE }) => `${where} ${name}: ${MESSAGE}`)));
    this.ours.push(...new Set(events.map(({ message }) => `${where} ${name}: ${message}`)));
  }

  async #phases(where: string, step: Command): Promise<void> {
    const pending = (status: string | undefined) =>
      /Pending|SchedulingGated/.test(status ?? '') ? 'waits' : 'has a node';
    const rows = parseTable(step.output).map(({ NAME, STATUS }) => `${where} ${NAME} ${pending(STATUS)}`);
    const pods = (await this.cluster.client.list('Pod', { namespace: 'default' })).items;
    this.recorded.push(...rows);
    this.ours.push(
      ...pods.map(
        ({ metadata, spec }) => `${where} ${metadata.name} ${spec.nodeName === undefined ? 'waits' : 'has a node'}`,
      ),
    );
  }
}

test.each(['17-scheduling', '34-scheduler-messages'])('%s: pods wait for the recorded reasons', async (name) => {
  const recording = new URL(`./recordings/scheduler/${name}.console`, import.meta.url);
  const cluster = await Cluster.create({ nodes: NODES });
  await cluster.advance(300_000);
  const replay = new Replay(cluster);
  for (const step of parseTranscript(readFileSync(recording, 'utf8'))) await replay.step(step);
  expect(replay.recorded.length).toBeGreaterThan(2);
  expect(replay.ours).toEqual(replay.recorded);
});

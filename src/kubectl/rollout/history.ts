/**
 * Earlier pod templates of a workload, by revision.
 * Models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go (v1.36.3).
 */
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { Deployment } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import type { StatefulSet } from '../../api/apps/statefulSet';
import type { PodTemplateSpec } from '../../api/core/pod';
import type { KubeObject } from '../../api/meta/objectMeta';
import { Description } from '../describe/description';
import { describePodTemplate } from '../describe/podTemplate';
import { CommandError } from '../errors';
import { TabWriter, describeOptions } from '../printers/tabWriter';
import type { RelatedObjects } from '../resource/relatedObjects';
import { controllerRevisionsOf, templateOf } from './controllerRevisions';
import { replicaSetsOf, revisionOf } from './replicaSets';

const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** One earlier or present state. */
export interface Revision {
  readonly number: number;
  readonly template: PodTemplateSpec | undefined;
  /** Empty where nobody wrote one. */
  readonly changeCause: string;
  /** What `-o` prints: the ReplicaSet, or the workload as it was. */
  readonly object: KubeObject;
}

/** Kinds that have pods but no history; of others kubectl says that it cannot look. */
const kindsOfPods = ['Job.batch', 'Pod', 'ReplicaSet.apps', 'ReplicationController', 'CronJob.batch'];

/** Throws CommandError for kinds without a history, in the words of what was to be done with it. */
export function requireHistory(
  { group, kind }: { readonly group: string; readonly kind: string },
  { role, retrieving }: { readonly role: string; readonly retrieving: string },
): void {
  if (group === 'apps' && ['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind)) return;
  const name = group === '' ? kind : `${kind}.${group}`;
  if (kindsOfPods.includes(name)) throw new CommandError(`no ${role} has been implemented for "${name}"`);
  throw new CommandError(
    `error retrieving ${retrieving} for "${name}", no visitor method exists for {${group} ${kind}}`,
  );
}

/** All revisions of a Deployment, DaemonSet or StatefulSet, oldest first. Rejects with ApiError. */
export async function revisionsOf(object: KubeObject, related: RelatedObjects): Promise<readonly Revision[]> {
  // An object from the server has the type of its kind.
  if (object.kind === 'Deployment') return ofDeployment(object as Deployment, related);
  const owner = object as DaemonSet | StatefulSet;
  const revisions = await controllerRevisionsOf(owner, related);
  return revisions.map((revision) => {
    const template = templateOf(revision);
    return {
      number: revision.revision,
      template,
      changeCause: revision.metadata.annotations?.[CHANGE_CAUSE] ?? '',
      object: template === undefined ? owner : { ...owner, spec: { ...owner.spec, template } },
    };
  });
}

async function ofDeployment(deployment: Deployment, related: RelatedObjects): Promise<readonly Revision[]> {
  const { old, current } = await replicaSetsOf(deployment, (labelSelector) =>
    related.list<ReplicaSet>('ReplicaSet', deployment.metadata.namespace, { labelSelector }),
  );
  const byNumber = new Map<number, Revision>();
  for (const set of current === undefined ? old : [...old, current]) {
    const number = revisionOf(set);
    if (number === undefined) continue;
    const changeCause = set.metadata.annotations?.[CHANGE_CAUSE] ?? '';
    byNumber.set(number, { number, template: withCause(set.spec.template, changeCause), changeCause, object: set });
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

function withCause(template: PodTemplateSpec, changeCause: string): PodTemplateSpec {
  if (changeCause === '') return template;
  const { metadata } = template;
  return {
    ...template,
    metadata: { ...metadata, annotations: { ...metadata?.annotations, [CHANGE_CAUSE]: changeCause } },
  };
}

/** The revision of that number. Throws CommandError if there is none. */
export function revisionNumbered(revisions: readonly Revision[], number: number): Revision {
  const found = revisions.find((revision) => revision.number === number);
  if (found === undefined) throw new CommandError('unable to find the specified revision');
  return found;
}

/** The table of all revisions. */
export function historyText(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'No rollout history found.';
  const writer = new TabWriter(describeOptions);
  writer.write('REVISION\tCHANGE-CAUSE\n');
  for (const { number, changeCause } of revisions) {
    writer.write(`${number}\t${changeCause === '' ? '<none>' : changeCause}\n`);
  }
  return writer.flush();
}

/** A pod template as describe shows it, but with its tabs. */
export function templateText(template: PodTemplateSpec | undefined): string {
  const d = Description.create();
  describePodTemplate(d, template);
  return d.raw();
}

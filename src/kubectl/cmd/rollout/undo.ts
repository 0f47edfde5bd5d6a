/**
 * `kubectl rollout undo (TYPE NAME | TYPE/NAME) [--to-revision] [--dry-run]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_undo.go and pkg/polymorphichelpers/rollback.go (v1.36.3).
 */
import type { ControllerRevision } from '../../../api/apps/controllerRevision';
import type { DaemonSet } from '../../../api/apps/daemonSet';
import type { Deployment } from '../../../api/apps/deployment';
import type { ReplicaSet } from '../../../api/apps/replicaSet';
import type { StatefulSet } from '../../../api/apps/statefulSet';
import type { PodTemplateSpec } from '../../../api/core/pod';
import type { Labels } from '../../../api/meta/objectMeta';
import { ApiError } from '../../../api/meta/status';
import type { Command, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { type DryRun, withDryRun } from '../../printers/name';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import type { PatchType } from '../../resource/access';
import type { Info } from '../../resource/builder';
import { RelatedObjects } from '../../resource/relatedObjects';
import { visit } from '../../resource/visit';
import { controllerRevisionsOf, isAtRevision, templateOf } from '../../rollout/controllerRevisions';
import { requireHistory, templateText } from '../../rollout/history';
import { hasTemplate, replicaSetsOf, revisionOf } from '../../rollout/replicaSets';
import { dryRunOf } from '../writeFlags';
import { buildWorkloads } from './workloads';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** The Deployment keeps its own; all others come back with the revision. */
const keptAnnotations = [
  LAST_APPLIED,
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** Brings back the pod template of an earlier revision. */
export const rolloutUndo: Command = {
  path: ['rollout', 'undo'],
  async run(invocation) {
    const dryRun = dryRunOf(invocation);
    const built = await buildWorkloads(invocation);
    await visit(built, async (info) => {
      await warnOfApply(invocation, info);
      requireHistory(info.mapping, { role: 'rollbacker', retrieving: 'rollbacker' });
      const result = await rollBack(invocation, info, dryRun);
      const printer = await printerFor(printOptionsOf(invocation));
      printer.print(info.object ?? {}, invocation.io, withDryRun(result, dryRun));
    });
  },
};

async function warnOfApply({ io }: Invocation, { mapping, name, object }: Info): Promise<void> {
  if (object?.metadata.annotations?.[LAST_APPLIED] === undefined) return;
  await io.err(
    `Warning: resource ${mapping.plural}/${name} was previously managed with 'kubectl apply'. Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
  );
}

/** Resolves with what was done, in kubectl's words. */
async function rollBack(invocation: Invocation, info: Info, dryRun: DryRun): Promise<string> {
  const number = invocation.flags.int('to-revision');
  if (number < 0) throw notFound(number);
  const related = new RelatedObjects(await invocation.access());
  // An object from the server has the type of its kind.
  const target =
    info.mapping.kind === 'Deployment'
      ? await deploymentTarget(info.object as object as Deployment, number, related)
      : await revisionTarget(info.object as object as DaemonSet | StatefulSet, number, related);
  if (dryRun === 'client') return `${target.announcement}${templateText(target.template)}`;
  if (target.isPaused) {
    const advice = "resume it first with 'kubectl rollout resume' and try again";
    throw new CommandError(`you cannot rollback a paused deployment; ${advice}`);
  }
  if (target.isReached) return `skipped rollback (current template already matches revision ${number})`;
  const { mapping, namespace, name } = info;
  const access = await invocation.access();
  try {
    await access.patch(
      { mapping, name, ...(namespace !== undefined && { namespace }) },
      target.patchType,
      target.patch,
      {
        fieldManager: 'kubectl',
        ...(dryRun === 'server' && { dryRun: true }),
      },
    );
  } catch (error) {
    if (error instanceof ApiError) throw new CommandError(`failed restoring revision ${number}: ${error.message}`);
    throw error;
  }
  return 'rolled back';
}

function notFound(number: number): CommandError {
  return new CommandError(`unable to find specified revision ${number} in history`);
}

/** What to go back to, and how. */
interface RollbackTarget {
  readonly template: PodTemplateSpec | undefined;
  /** Before the template in a dry run of the client. */
  readonly announcement: string;
  readonly isPaused: boolean;
  /** The workload has this template already. */
  readonly isReached: boolean;
  readonly patchType: PatchType;
  readonly patch: unknown;
}

async function deploymentTarget(
  deployment: Deployment,
  number: number,
  related: RelatedObjects,
): Promise<RollbackTarget> {
  const { old, current } = await replicaSetsOf(deployment, (labelSelector) =>
    related.list<ReplicaSet>('ReplicaSet', deployment.metadata.namespace, { labelSelector }),
  );
  const sets = (current === undefined ? [...old] : [...old, current])
    .filter((each) => revisionOf(each) !== undefined)
    .sort((a, b) => (revisionOf(b) ?? 0) - (revisionOf(a) ?? 0));
  const set = number === 0 ? sets[1] : sets.find((each) => revisionOf(each) === number);
  if (set === undefined) {
    if (number > 0) throw notFound(number);
    throw new CommandError(`no rollout history found for deployment ${JSON.stringify(deployment.metadata.name)}`);
  }
  const { 'pod-template-hash': _hash, ...labels } = set.spec.template.metadata?.labels ?? {};
  const template = { ...set.spec.template, metadata: { ...set.spec.template.metadata, labels } };
  const annotations = restoredAnnotations(deployment.metadata.annotations, set.metadata.annotations);
  return {
    template: set.spec.template,
    announcement: '',
    isPaused: deployment.spec.paused === true,
    isReached: hasTemplate(set, deployment.spec.template),
    patchType: 'json',
    patch: [
      { op: 'replace', path: '/spec/template', value: template },
      { op: 'replace', path: '/metadata/annotations', value: annotations },
    ],
  };
}

function restoredAnnotations(own: Labels = {}, ofSet: Labels = {}): Labels {
  const kept = Object.entries(own).filter(([key]) => keptAnnotations.includes(key));
  const restored = Object.entries(ofSet).filter(([key]) => !keptAnnotations.includes(key));
  return Object.fromEntries([...kept, ...restored]);
}

async function revisionTarget(
  owner: DaemonSet | StatefulSet,
  number: number,
  related: RelatedObjects,
): Promise<RollbackTarget> {
  const revisions = await controllerRevisionsOf(owner, related);
  if (number === 0 && revisions.length <= 1) throw new CommandError('no last revision to roll back to');
  const found: ControllerRevision | undefined =
    number === 0 ? revisions.at(-2) : revisions.find(({ revision }) => revision === number);
  if (found === undefined) throw notFound(number);
  return {
    template: templateOf(found),
    announcement: 'will roll back to ',
    isPaused: false,
    isReached: isAtRevision(owner, found),
    patchType: 'strategic',
    patch: found.data,
  };
}

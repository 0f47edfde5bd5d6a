/**
 * PersistentVolumeClaim, and claims inside StatefulSets and ephemeral volumes.
 * Models printPersistentVolumeClaim and describeVolumeClaimTemplates of
 * staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import type { PersistentVolumeClaim, PersistentVolumeClaimTemplate } from '../../api/core/persistentVolumeClaim';
import type { Pod } from '../../api/core/pod';
import type { ObjectMeta } from '../../api/meta/objectMeta';
import { sinceText } from '../../printers/duration';
import { accessModesText, storageClassName } from '../../printers/storage';
import { goValue } from '../../printers/goFormat';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels, writeList } from './labels';

/** Writes a claim and the pods that use it. */
export async function describeClaim(
  claim: PersistentVolumeClaim,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec, status } = claim;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, `StorageClass:\t${storageClassName({ metadata }, spec.storageClassName)}`);
  d.line(0, `Status:\t${phaseText(metadata, status.phase, context.now)}`);
  describeClaimBody(d, claim, () => d.line(0, `Finalizers:\t${goValue(metadata.finalizers ?? [])}`));
  const pods = await usersOf(claim, context);
  writeList(d, 'Used By', pods.map((pod) => pod.metadata.name).sort());
  describeClaimConditions(d, claim);
  await describeEvents(d, claim, context);
}

/** Writes the claim of an ephemeral volume. */
export function describeClaimSpec(
  d: Description,
  { metadata = {}, spec, status }: PersistentVolumeClaimTemplate,
): void {
  d.line(0, `StorageClass:\t${storageClassName({ metadata }, spec.storageClassName)}`);
  describeClaimBody(d, { metadata, spec, status: status ?? {} });
}

/** Writes the claims that a StatefulSet makes for each of its pods. */
export function describeClaimTemplates(d: Description, templates: readonly PersistentVolumeClaimTemplate[] = []): void {
  if (templates.length === 0) {
    d.line(0, 'Volume Claims:\t<none>');
    return;
  }
  d.line(0, 'Volume Claims:');
  for (const { metadata = {}, spec } of templates) {
    d.line(1, `Name:\t${metadata.name ?? ''}`);
    d.line(1, `StorageClass:\t${storageClassName({ metadata }, spec.storageClassName)}`);
    describeLabels(d, 'Labels', metadata.labels, '  ');
    describeLabels(d, 'Annotations', metadata.annotations, '  ');
    d.line(1, `Capacity:\t${spec.resources?.requests?.['storage'] ?? '<default>'}`);
    d.line(1, `Access Modes:\t${goValue(spec.accessModes ?? [])}`);
  }
}

/** The phase, or for how long it is being deleted. */
export function phaseText({ deletionTimestamp }: ObjectMeta, phase: string | undefined, now: number): string {
  return deletionTimestamp === undefined ? (phase ?? '') : `Terminating (lasts ${sinceText(deletionTimestamp, now)})`;
}

function describeClaimBody(
  d: Description,
  { metadata, spec, status }: { metadata: Partial<ObjectMeta> } & Pick<PersistentVolumeClaim, 'spec' | 'status'>,
  describeFinalizers?: () => void,
): void {
  const { volumeName = '', volumeMode, dataSource } = spec;
  d.line(0, `Volume:\t${volumeName}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  describeFinalizers?.();
  const isBound = volumeName !== '';
  d.line(0, `Capacity:\t${isBound ? (status.capacity?.['storage'] ?? '0') : ''}`);
  d.line(0, `Access Modes:\t${isBound ? accessModesText(status.accessModes) : ''}`);
  if (volumeMode !== undefined) d.line(0, `VolumeMode:\t${volumeMode}`);
  if (dataSource === undefined || dataSource === null) return;
  d.line(0, 'DataSource:');
  if (typeof dataSource.apiGroup === 'string') d.line(1, `APIGroup:\t${dataSource.apiGroup}`);
  d.line(1, `Kind:\t${dataSource.kind}`);
  d.line(1, `Name:\t${dataSource.name}`);
}

/** Pods that mount the claim, and pods that own it (ephemeral volumes). */
async function usersOf({ metadata }: PersistentVolumeClaim, { related }: DescribeContext): Promise<readonly Pod[]> {
  const pods = await related.list<Pod>('Pod', metadata.namespace);
  const owners = new Set((metadata.ownerReferences ?? []).filter(({ kind }) => kind === 'Pod').map(({ uid }) => uid));
  return pods.filter(
    (pod) =>
      owners.has(pod.metadata.uid) ||
      (pod.spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === metadata.name),
  );
}

function describeClaimConditions(d: Description, { status }: PersistentVolumeClaim): void {
  const { conditions = [] } = status;
  if (conditions.length === 0) return;
  d.line(0, 'Conditions:');
  d.line(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
  d.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const { type, status: state, lastProbeTime, lastTransitionTime, reason = '', message = '' } of conditions) {
    const dates = `${dateText(lastProbeTime)} \t${dateText(lastTransitionTime)}`;
    d.line(1, `${type} \t${state} \t${dates} \t${reason} \t${message}`);
  }
}

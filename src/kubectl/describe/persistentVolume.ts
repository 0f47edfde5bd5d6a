/** Describes a PersistentVolume. Models describePersistentVolume of kubectl's describe.go (v1.36.3). */
import type { NodeSelectorRequirement } from '../../api/core/affinity';
import type { PersistentVolume } from '../../api/core/persistentVolume';
import { accessModesText, storageClassName } from '../../printers/storage';
import { goValue } from '../../printers/goFormat';
import { phaseText } from './claim';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';
import { describeVolumeSource } from './volumes';

export async function describePersistentVolume(
  volume: PersistentVolume,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec, status } = volume;
  const { claimRef } = spec;
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Finalizers:\t${goValue(metadata.finalizers ?? [])}`);
  d.line(0, `StorageClass:\t${storageClassName(volume, spec.storageClassName)}`);
  d.line(0, `Status:\t${phaseText(metadata, status.phase, context.now)}`);
  d.line(0, `Claim:\t${claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`}`);
  d.line(0, `Reclaim Policy:\t${spec.persistentVolumeReclaimPolicy}`);
  d.line(0, `Access Modes:\t${accessModesText(spec.accessModes)}`);
  if (spec.volumeMode !== undefined) d.line(0, `VolumeMode:\t${spec.volumeMode}`);
  d.line(0, `Capacity:\t${spec.capacity?.['storage'] ?? '0'}`);
  describeNodeAffinity(d, volume);
  d.line(0, `Message:\t${status.message ?? ''}`);
  d.line(0, 'Source:');
  describeVolumeSource(d, spec);
  await describeEvents(d, volume, context);
}

function describeNodeAffinity(d: Description, { spec }: PersistentVolume): void {
  const required = spec.nodeAffinity?.required;
  d.line(0, `Node Affinity:\t${required === undefined ? '<none>' : ''}`);
  if (required === undefined) return;
  const terms = required.nodeSelectorTerms ?? [];
  d.line(1, `Required Terms:\t${terms.length === 0 ? '<none>' : ''}`);
  terms.forEach(({ matchExpressions = [] }, index) => {
    d.write(2, `Term ${index}:\t`);
    if (matchExpressions.length === 0) d.line(0, '<none>');
    matchExpressions.forEach((requirement, at) => {
      if (at > 0) d.write(2, '\t');
      d.line(0, requirementText(requirement));
    });
  });
}

function requirementText({ key, operator, values = [] }: NodeSelectorRequirement): string {
  const text = `${key} ${operator.toLowerCase()}`;
  return values.length === 0 ? text : `${text} [${values.join(', ')}]`;
}

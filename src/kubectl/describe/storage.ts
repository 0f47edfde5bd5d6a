/**
 * Describes StorageClasses, VolumeAttributesClasses and CSINodes. Models kubectl's describe.go (v1.36.3).
 */
import type { CSINode } from '../../api/storage/csi';
import type { StorageClass, TopologySelectorTerm, VolumeAttributesClass } from '../../api/storage/storageClass';
import { boolText, formatLabels } from '../../printers/cells';
import { goValue } from '../../printers/goFormat';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';

const defaultAnnotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export async function describeStorageClass(
  storageClass: StorageClass,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, mountOptions = [], reclaimPolicy, volumeBindingMode, allowedTopologies } = storageClass;
  const isDefault = defaultAnnotations.some((key) => metadata.annotations?.[key] === 'true');
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `IsDefaultClass:\t${isDefault ? 'Yes' : 'No'}`);
  d.line(0, `Annotations:\t${formatLabels(metadata.annotations)}`);
  d.line(0, `Provisioner:\t${storageClass.provisioner}`);
  d.line(0, `Parameters:\t${formatLabels(storageClass.parameters)}`);
  d.line(0, `AllowVolumeExpansion:\t${boolText(storageClass.allowVolumeExpansion)}`);
  d.line(0, mountOptions.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:');
  for (const option of mountOptions) d.line(1, option);
  if (reclaimPolicy !== undefined) d.line(0, `ReclaimPolicy:\t${reclaimPolicy}`);
  if (volumeBindingMode !== undefined) d.line(0, `VolumeBindingMode:\t${volumeBindingMode}`);
  if (allowedTopologies !== undefined) describeTopologies(d, allowedTopologies);
  await describeEvents(d, storageClass, context);
}

function describeTopologies(d: Description, terms: readonly TopologySelectorTerm[]): void {
  d.line(0, `AllowedTopologies:\t${terms.length === 0 ? '<none>' : ''}`);
  terms.forEach(({ matchLabelExpressions = [] }, index) => {
    d.write(1, `Term ${index}:\t`);
    if (matchLabelExpressions.length === 0) d.line(0, '<none>');
    matchLabelExpressions.forEach(({ key, values }, at) => {
      if (at > 0) d.write(1, '\t');
      d.line(0, values.length === 0 ? `${key} in` : `${key} in [${values.join(', ')}]`);
    });
  });
}

export async function describeVolumeAttributesClass(
  attributesClass: VolumeAttributesClass,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, driverName, parameters } = attributesClass;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Annotations:\t${formatLabels(metadata.annotations)}`);
  d.line(0, `DriverName:\t${driverName}`);
  d.line(0, `Parameters:\t${formatLabels(parameters)}`);
  await describeEvents(d, attributesClass, context);
}

export async function describeCSINode(node: CSINode, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec } = node;
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}`);
  d.line(0, 'Spec:');
  if (spec.drivers !== null) d.line(1, 'Drivers:');
  for (const { name, nodeID, allocatable, topologyKeys } of spec.drivers ?? []) {
    d.line(2, `${name}:`);
    d.line(3, `Node ID:\t${nodeID}`);
    if (allocatable?.count !== undefined) {
      d.line(3, 'Allocatables:');
      d.line(4, `Count:\t${allocatable.count}`);
    }
    if (topologyKeys !== undefined && topologyKeys !== null) d.line(3, `Topology Keys:\t${goValue(topologyKeys)}`);
  }
  await describeEvents(d, node, context);
}

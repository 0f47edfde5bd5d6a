/**
 * Pod templates, and what pods and templates share.
 * Models DescribePodTemplate of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import type { TopologySpreadConstraint } from '../../api/core/affinity';
import type { PodTemplateSpec } from '../../api/core/pod';
import { selectorText } from '../../printers/cells';
import { describeContainers } from './containers';
import type { Description } from './description';
import { describeAnnotations, describeLabels, describeTolerations } from './labels';
import { describeVolumes } from './volumes';

/** Writes `Pod Template:` and what is in it. */
export function describePodTemplate(d: Description, template: PodTemplateSpec | undefined): void {
  d.line(0, 'Pod Template:');
  if (template === undefined) {
    d.write(1, '<unset>');
    return;
  }
  const { metadata = {}, spec } = template;
  describeLabels(d, '  Labels', metadata.labels);
  if (Object.keys(metadata.annotations ?? {}).length > 0) describeAnnotations(d, '  Annotations', metadata.annotations);
  const { serviceAccountName = '', initContainers = [], priorityClassName = '' } = spec;
  if (serviceAccountName !== '') d.line(1, `Service Account:\t${serviceAccountName}`);
  if (initContainers.length > 0) describeContainers(d, 'Init Containers', initContainers);
  describeContainers(d, 'Containers', spec.containers ?? []);
  describeVolumes(d, spec.volumes, true);
  describeSpreadConstraints(d, spec.topologySpreadConstraints, '  ');
  if (priorityClassName !== '') d.line(1, `Priority Class Name:\t${priorityClassName}`);
  describeLabels(d, '  Node-Selectors', spec.nodeSelector);
  describeTolerations(d, '  Tolerations', spec.tolerations);
}

/** Writes topology spread constraints by key, if there are any. */
export function describeSpreadConstraints(
  d: Description,
  constraints: readonly TopologySpreadConstraint[] = [],
  space = '',
): void {
  if (constraints.length === 0) return;
  const sorted = [...constraints].sort((a, b) =>
    a.topologyKey < b.topologyKey ? -1 : a.topologyKey > b.topologyKey ? 1 : 0,
  );
  d.write(0, `${space}Topology Spread Constraints:\t`);
  sorted.forEach(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }, index) => {
    if (index > 0) d.write(0, `${space}\t`);
    const selector = labelSelector === undefined ? '' : ` for selector ${selectorText(labelSelector)}`;
    d.line(0, `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`);
  });
}

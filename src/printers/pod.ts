/** Tables of Pods and PodTemplates. Models pkg/printers/internalversion/printers.go (v1.36.3). */
import type { Pod } from '../api/core/pod';
import type { PodTemplate } from '../api/core/podTemplate';
import { isConditionTrue } from '../api/meta/conditions';
import { age, containerCells, formatLabels, orNone } from './cells';
import { humanDuration } from './duration';
import { podSummary } from './podSummary';
import { columns, type TablePrinter, wideColumns } from './table';

/** `kubectl get pods`. */
export const podTable: TablePrinter<Pod> = {
  columns: [
    ...columns('Name', 'Ready', 'Status', 'Restarts', 'Age'),
    ...wideColumns('IP', 'Node', 'Nominated Node', 'Readiness Gates'),
  ],
  cells(pod, now) {
    const { ready, total, status, restarts, lastRestart } = podSummary(pod);
    const ago = restarts === 0 || lastRestart === undefined ? '' : ` (${humanDuration(now - lastRestart)} ago)`;
    return [
      pod.metadata.name,
      `${ready}/${total}`,
      status,
      `${restarts}${ago}`,
      age(pod, now),
      orNone(pod.status.podIPs?.[0]?.ip),
      orNone(pod.spec.nodeName),
      orNone(pod.status.nominatedNodeName),
      readinessGates(pod),
    ];
  },
};

function readinessGates({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const met = gates.filter(({ conditionType }) => isConditionTrue(status.conditions, conditionType));
  return `${met.length}/${gates.length}`;
}

/** `kubectl get podtemplates`. */
export const podTemplateTable: TablePrinter<PodTemplate> = {
  columns: columns('Name', 'Containers', 'Images', 'Pod Labels'),
  cells: ({ metadata, template }) => [
    metadata.name,
    ...containerCells(template.spec.containers),
    formatLabels(template.metadata.labels),
  ],
};

/** Tables of Nodes, RuntimeClasses and ComponentStatuses. Models pkg/printers/internalversion/printers.go (v1.36.3). */
import type { ComponentStatus } from '../api/core/componentStatus';
import type { Node } from '../api/core/node';
import { conditionOf } from '../api/meta/conditions';
import type { RuntimeClass } from '../api/node/runtimeClass';
import { age, orNone } from './cells';
import { columns, type TablePrinter, wideColumns } from './table';

/** `kubectl get nodes`. */
export const nodeTable: TablePrinter<Node> = {
  columns: [
    ...columns('Name', 'Status', 'Roles', 'Age', 'Version'),
    ...wideColumns('Internal-IP', 'External-IP', 'OS-Image', 'Kernel-Version', 'Container-Runtime'),
  ],
  cells(node, now) {
    const info = node.status.nodeInfo;
    const architecture = info?.architecture ?? '';
    return [
      node.metadata.name,
      nodeStatusText(node),
      orNone(nodeRoles(node).join(',')),
      age(node, now),
      info?.kubeletVersion,
      addressOf(node, 'InternalIP'),
      addressOf(node, 'ExternalIP'),
      orUnknown(info?.osImage),
      orUnknown(info?.kernelVersion) + (architecture === '' ? '' : ` (${architecture})`),
      orUnknown(info?.containerRuntimeVersion),
    ];
  },
};

/** `Ready`, `NotReady,SchedulingDisabled`, `Unknown`. */
export function nodeStatusText({ spec, status }: Node): string {
  const ready = conditionOf(status.conditions, 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

/** Roles of a node by its labels, sorted. */
export function nodeRoles({ metadata }: Node): readonly string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    const role = key.startsWith('node-role.kubernetes.io/') ? key.slice('node-role.kubernetes.io/'.length) : '';
    if (role !== '') roles.add(role);
    if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return [...roles].sort();
}

function addressOf({ status }: Node, type: string): string {
  return status.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}

function orUnknown(text: string | undefined): string {
  return text === undefined || text === '' ? '<unknown>' : text;
}

/** `kubectl get runtimeclasses`. */
export const runtimeClassTable: TablePrinter<RuntimeClass> = {
  columns: columns('Name', 'Handler', 'Age'),
  cells: (object, now) => [object.metadata.name, object.handler, age(object, now)],
};

/** `kubectl get componentstatuses`. */
export const componentStatusTable: TablePrinter<ComponentStatus> = {
  columns: columns('Name', 'Status', 'Message', 'Error'),
  cells({ metadata, conditions }) {
    const healthy = conditions?.find(({ type }) => type === 'Healthy');
    const word = healthy === undefined ? 'Unknown' : healthy.status === 'True' ? 'Healthy' : 'Unhealthy';
    return [metadata.name, word, healthy?.message, healthy?.error];
  },
};

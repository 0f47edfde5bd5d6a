/** Rows of `get` for each kind of object, and what is read out of objects by path. */
import type { Deployment } from '../../src/api/apps/deployment';
import type { Namespace } from '../../src/api/core/namespace';
import type { Pod } from '../../src/api/core/pod';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { type Row, age, nodeRow, podRow, replicasRow } from './facts';
import { deploymentRow } from './rollout';

/** Cells of `get`, whatever the kind. */
export function rowOf(object: KubeObject, now: number): Row {
  switch (object.kind) {
    case 'Pod':
      return podRow(object as Pod, now);
    case 'Deployment':
      return {
        ...deploymentRow(object as Deployment),
        AGE: age(object.metadata.creationTimestamp, now),
      };
    case 'Namespace':
      return { NAME: object.metadata.name, STATUS: (object as Namespace).status.phase ?? '', AGE: '0s' };
    case 'Node':
      return nodeRow(object as Parameters<typeof nodeRow>[0], now);
    default:
      return replicasRow(object as Parameters<typeof replicasRow>[0], now);
  }
}

/** What describe says of a namespace. */
export function namespaceFacts({ metadata, status }: Namespace): readonly string[] {
  return [`Name:  ${metadata.name}`, `Status:  ${status.phase}`];
}

/** What `-o jsonpath={.path}` prints. */
export function valueAt(object: unknown, path: string): readonly string[] {
  let value: unknown = object;
  for (const part of path.split(/[.[\]]+/).filter((piece) => piece !== ''))
    value = (value as Record<string, unknown> | undefined)?.[part];
  return value === undefined ? [] : [String(value)];
}

/** Machines of which nothing or only a name is told. */
import type { NodeSpec } from './simulation';

/** What most of them have. */
export const DEFAULT_SIZE = { cpu: 4, memory: '8Gi', pods: 110 } as const;

/** As most runs have them. */
export const defaultNode = (name: string): NodeSpec => ({ name, ...DEFAULT_SIZE });

/** `worker-1` and so on. */
export const defaultNodes = (count = 3): readonly NodeSpec[] =>
  Array.from({ length: count }, (_, index) => defaultNode(`worker-${index + 1}`));

/**
 * `--record`: the command line as an annotation, which `rollout history` shows as the cause of a revision.
 * Models staging/src/k8s.io/cli-runtime/pkg/genericclioptions/record_flags.go (v1.36.3).
 */
import type { Invocation } from '../command';

/** Where the cause of a change is kept. */
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** The command line: words first, then flags as `--name=value`; undefined without --record. */
function changeCauseOf({ flags, commandPath, args }: Invocation): string | undefined {
  if (!flags.bool('record')) return undefined;
  const written = flags.occurrences().map(({ name, value }) => `--${name}=${value}`);
  return [commandPath, ...args, ...written].join(' ');
}

/** The merge patch that gives `object` the cause; undefined where there is nothing to change. */
export function causePatch(
  invocation: Invocation,
  { metadata }: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } },
): object | undefined {
  const cause = changeCauseOf(invocation);
  if (cause === undefined || metadata.annotations?.[CHANGE_CAUSE] === cause) return undefined;
  return { metadata: { annotations: { [CHANGE_CAUSE]: cause } } };
}

/** `object` with the cause among its annotations, if --record was given. */
export function withChangeCause<T extends { readonly metadata: object }>(invocation: Invocation, object: T): T {
  const cause = changeCauseOf(invocation);
  if (cause === undefined) return object;
  const { annotations } = object.metadata as { readonly annotations?: object }; // Metadata of any object.
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [CHANGE_CAUSE]: cause } } };
}

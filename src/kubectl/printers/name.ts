/**
 * `kind.group/name` of an object, and what was done to it: `deployment.apps/web created (dry run)`.
 * Models staging/src/k8s.io/cli-runtime/pkg/printers/name.go (v1.36.3).
 */

interface Named {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown };
}

/** `pod/web`, `deployment.apps/web`. */
export function referenceOf(object: object): string {
  const { apiVersion, kind, metadata } = object as Named; // Checked field by field below.
  const group = typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const type = typeof kind === 'string' && kind !== '' ? kind.toLowerCase() : '<unknown>';
  const name = typeof metadata?.name === 'string' && metadata.name !== '' ? metadata.name : '<unknown>';
  return group === '' ? `${type}/${name}` : `${type}.${group}/${name}`;
}

/** Values of --dry-run. */
export type DryRun = 'none' | 'client' | 'server';

/** An operation as it is printed: `created`, `created (dry run)`, `created (server dry run)`. */
export function withDryRun(operation: string, dryRun: DryRun): string {
  if (dryRun === 'none') return operation;
  return `${operation} ${dryRun === 'client' ? '(dry run)' : '(server dry run)'}`;
}

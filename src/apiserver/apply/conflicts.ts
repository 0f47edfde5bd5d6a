/** 409 for an apply that would change what belongs to others. Models managedfields/internal/conflict.go (v1.36.3). */
import { ApiError, failure } from '../../api/meta/status';
import { type Fields, pathsOf } from './fieldSet';
import type { ManagedEntry } from './managedEntry';

/** Fields of `entry` that the apply would change. */
export interface Conflict {
  readonly entry: ManagedEntry;
  readonly fields: Fields;
}

/** The refusal, which names every field with its owner. */
export function applyConflict(conflicts: readonly Conflict[]): ApiError {
  const inOrder = [...conflicts].sort((x, y) => (identity(x.entry) < identity(y.entry) ? -1 : 1));
  const all = inOrder.map(({ entry, fields }) => ({ owner: ownerText(entry), paths: pathsOf(fields) }));
  const causes = all.flatMap(({ owner, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${owner}`, field })),
  );
  const listed = all.map(({ owner, paths }) =>
    [`conflicts with ${owner}:`, ...paths.map((path) => `- ${path}`)].join('\n'),
  );
  const one = `Apply failed with 1 conflict: ${causes[0]?.message ?? ''}: ${causes[0]?.field ?? ''}`;
  const message = causes.length === 1 ? one : `Apply failed with ${causes.length} conflicts: ${listed.join('\n')}`;
  return new ApiError(failure(409, 'Conflict', message, { causes }));
}

function identity({ manager, operation, apiVersion, subresource }: ManagedEntry): string {
  return JSON.stringify([manager, operation, operation === 'Apply' ? '' : apiVersion, subresource ?? '']);
}

function ownerText({ manager, operation, apiVersion, subresource }: ManagedEntry): string {
  const through = subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  const using = operation === 'Update' ? ` using ${apiVersion}` : '';
  return `${JSON.stringify(manager)}${through}${using}`;
}

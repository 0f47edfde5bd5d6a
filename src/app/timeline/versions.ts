/** The versions of an object as rows: heartbeats in a row are folded, values are written short. Pure. */
import type { FieldDiff, ObjectVersion } from '../../client/why';

/** A version, or heartbeats in a row. */
export type VersionRow =
  | { readonly type: 'version'; readonly version: ObjectVersion }
  | {
      readonly type: 'routine';
      readonly versions: readonly ObjectVersion[];
      readonly first: number;
      readonly last: number;
    };

/** Newest first. */
export function versionRows(versions: readonly ObjectVersion[]): readonly VersionRow[] {
  const rows: VersionRow[] = [];
  for (const version of versions.toSorted((left, right) => right.revision - left.revision)) {
    const last = rows.at(-1);
    if (version.routine !== true) rows.push({ type: 'version', version });
    else if (last?.type === 'routine')
      rows[rows.length - 1] = { ...last, versions: [...last.versions, version], first: version.at };
    else rows.push({ type: 'routine', versions: [version], first: version.at, last: version.at });
  }
  return rows;
}

/** A field that changed, in words. */
export interface DiffRow {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What one field may take of a row. */
const MOST_CHARACTERS = 120;
/** Fields in which nobody looks for a change: they change with every write. */
const NOISE = /^metadata\.(resourceVersion|managedFields)(\.|\[|$)/;

/** The fields of a version. A new or a deleted object has too many: of them only what it is about. */
export function diffRows({ diffs }: Pick<ObjectVersion, 'diffs'>): readonly DiffRow[] {
  return diffs
    .filter(({ path }) => !NOISE.test(path))
    .map(({ path, before, after }: FieldDiff) => ({ path, before: valueText(before), after: valueText(after) }));
}

/** A value as JSON has it, strings without quotes, cut where it is long; undefined for what is not there. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = text === '' ? '""' : text;
  return shown.length <= MOST_CHARACTERS ? shown : `${shown.slice(0, MOST_CHARACTERS - 1)}…`;
}

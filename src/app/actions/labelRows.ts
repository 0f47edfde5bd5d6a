/** Labels as editable rows, and the change that the rows ask for. */
import type { Labels } from '../../api/meta/objectMeta';

export interface LabelRow {
  /** Stays the same while key and value are typed. */
  readonly id: number;
  readonly key: string;
  readonly value: string;
}

/** One row per label, by key. */
export function labelRowsOf(labels: Labels): readonly LabelRow[] {
  return Object.entries(labels)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value], index) => ({ id: index + 1, key, value }));
}

/** What differs from `before`: new values, and null for labels that are gone. Rows without a key ask for nothing. */
export function changedLabels(before: Labels, rows: readonly LabelRow[]): Readonly<Record<string, string | null>> {
  const wanted = new Map(rows.filter(({ key }) => key !== '').map(({ key, value }) => [key, value]));
  const changes: Record<string, string | null> = {};
  for (const key of Object.keys(before)) if (!wanted.has(key)) changes[key] = null;
  for (const [key, value] of wanted) if (before[key] !== value) changes[key] = value;
  return changes;
}

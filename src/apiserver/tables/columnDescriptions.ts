/**
 * What the API says of the columns of Tables, loaded beside the engine: 12 KiB gzip of words that `kubectl get` does not
 * show, only a reader of the raw answer. Until they are there, columns have no descriptions.
 */
import type { ColumnDescriptions } from './table';

let loaded: ColumnDescriptions | undefined;

/** The descriptions, once they are there. */
export function columnDescriptions(): ColumnDescriptions | undefined {
  return loaded;
}

/** Fetches the descriptions, for all servers. */
export async function loadColumnDescriptions(): Promise<void> {
  loaded = (await import('./columnDescriptions.json')).default;
}

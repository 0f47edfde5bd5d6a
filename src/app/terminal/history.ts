/** The lines typed so far. The browser remembers them between visits. */
import { readPreference, writePreference } from '../stores/preferences';

const KEY = 'terminal.history';
const MOST = 500;

/** What was remembered; nothing for anything that is no list of lines. */
export function readHistory(text: string | undefined): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((line): line is string => typeof line === 'string').slice(-MOST) : [];
  } catch {
    return [];
  }
}

export class History {
  #lines: readonly string[] = readHistory(readPreference(KEY));

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Adds a line; the same one twice in a row counts once. */
  add(line: string): void {
    if (line.trim() === '' || this.#lines.at(-1) === line) return;
    this.#lines = [...this.#lines, line].slice(-MOST);
    writePreference(KEY, JSON.stringify(this.#lines));
  }

  /** Takes over the lines of an opened run that are not there yet. */
  adopt(lines: readonly string[]): void {
    for (const line of lines) if (!this.#lines.includes(line)) this.add(line);
  }

  /** The latest line before index `before` that holds `query`; undefined if none does. */
  find(query: string, before: number): { readonly index: number; readonly line: string } | undefined {
    for (let index = Math.min(before, this.#lines.length) - 1; index >= 0; index -= 1) {
      const line = this.#lines[index];
      if (line?.includes(query)) return { index, line };
    }
    return undefined;
  }
}

/**
 * What a container wrote, in chunks of text so that appending costs the same however long the log is.
 * Models the CRI log format and pkg/kubelet/kuberuntime/logs/logs.go (v1.36.3).
 * Left out: rotation by the kubelet; the oldest chunks are dropped instead.
 */
import type { Instant, StateMap, StateSpace } from '../../sim/clock';
import type { LogOptions } from './containerRuntime';
import { rfc3339 } from './calendar';
import { utf8 } from '../../api/meta/sha256';

/** Characters after which a new chunk begins. */
const CHUNK_CHARS = 4096;
/** Chunks kept for a container: about a quarter of a megabyte. */
const MAX_CHUNKS = 64;

interface Span {
  readonly first: number;
  readonly last: number;
}

/** One write: instant, one letter for the stream, and the text with its line end. */
const ENTRY = /(\d+) ([oe]) ([^\n]*\n|[^\n]*$)/g;
/** Stands for the end of an entry that has no line end of its own. */
const NO_NEWLINE = '\u0000';

/** The logs of one machine, by container id. */
export class ContainerLogs {
  readonly #spans: StateMap<Span>;
  readonly #chunks: StateMap<string>;
  readonly #now: () => Instant;

  constructor(state: StateSpace, prefix: string, now: () => Instant) {
    this.#spans = state.map<Span>(`${prefix}/logs`);
    this.#chunks = state.map<string>(`${prefix}/logChunks`);
    this.#now = now;
  }

  /** Appends `text`; each of its lines becomes an entry. */
  append(id: string, text: string, stream: 'stdout' | 'stderr'): void {
    if (text === '') return;
    const span = this.#spans.get(id) ?? { first: 0, last: 0 };
    const mark = `${this.#now()} ${stream === 'stdout' ? 'o' : 'e'} `;
    // One whole line is by far the most common write.
    const isOneLine = text.indexOf('\n') === text.length - 1;
    const entries = isOneLine ? mark + text : marked(text, mark);
    const current = this.#chunks.get(`${id}/${span.last}`) ?? '';
    if (current.length < CHUNK_CHARS) {
      this.#chunks.set(`${id}/${span.last}`, current + entries);
      if (!this.#spans.has(id)) this.#spans.set(id, span);
      return;
    }
    const last = span.last + 1;
    const first = Math.max(span.first, last - MAX_CHUNKS + 1);
    if (first > span.first) this.#chunks.delete(`${id}/${span.first}`);
    this.#chunks.set(`${id}/${last}`, entries);
    this.#spans.set(id, { first, last });
  }

  /** Bytes that a container's log takes. */
  bytes(id: string): number {
    const span = this.#spans.get(id);
    if (span === undefined) return 0;
    let bytes = 0;
    for (let at = span.first; at <= span.last; at += 1) bytes += this.#chunks.get(`${id}/${at}`)?.length ?? 0;
    return bytes;
  }

  /** Bytes of all logs. */
  totalBytes(): number {
    let bytes = 0;
    for (const chunk of this.#chunks.values()) bytes += chunk.length;
    return bytes;
  }

  /** The log as `kubectl logs` prints it. `tailLines` counts before `limitBytes` cuts. */
  read(id: string, options: LogOptions = {}): string {
    const entries = this.#entries(id).filter((entry) => options.since === undefined || entry.at >= options.since);
    let lines: string[] = [];
    let isOpen = false;
    for (const { at, text } of entries) {
      const body = text.replace(NO_NEWLINE, '');
      const stamp = options.timestamps && !isOpen ? `${rfc3339(at)} ` : '';
      const previous = isOpen ? (lines.pop() ?? '') : '';
      lines.push(`${previous}${stamp}${body}`);
      isOpen = text.endsWith(NO_NEWLINE);
    }
    if (options.tailLines !== undefined) lines = options.tailLines === 0 ? [] : lines.slice(-options.tailLines);
    if (lines.length === 0) return '';
    const all = lines.join('\n') + (isOpen ? '' : '\n');
    return options.limitBytes === undefined ? all : firstBytes(all, options.limitBytes);
  }

  /** Forgets the log. */
  remove(id: string): void {
    const span = this.#spans.get(id);
    if (!span) return;
    for (let i = span.first; i <= span.last; i++) this.#chunks.delete(`${id}/${i}`);
    this.#spans.delete(id);
  }

  #entries(id: string): { at: number; text: string }[] {
    const span = this.#spans.get(id);
    if (!span) return [];
    const entries: { at: number; text: string }[] = [];
    for (let i = span.first; i <= span.last; i++) {
      for (const match of (this.#chunks.get(`${id}/${i}`) ?? '').matchAll(ENTRY)) {
        entries.push({ at: Number(match[1]), text: (match[3] ?? '').replace(/\n$/, '') });
      }
    }
    return entries;
  }
}

/** Each line of `text` with `mark` before it; the last one says if it has no line end. */
function marked(text: string, mark: string): string {
  const isOpen = !text.endsWith('\n');
  const lines = isOpen ? `${text}${NO_NEWLINE}` : text.slice(0, -1);
  return `${mark}${lines.replaceAll('\n', `\n${mark}`)}\n`;
}

/** As many whole characters of `text` as fit into `limit` bytes. */
function firstBytes(text: string, limit: number): string {
  let used = 0;
  let end = 0;
  for (const char of text) {
    used += utf8(char).length;
    if (used > limit) break;
    end += char.length;
  }
  return text.slice(0, end);
}

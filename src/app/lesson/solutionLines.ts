/** A solution as the panel shows it: transcripts line by line, each with what a button can do for it. Pure. */
import type { Fault } from '../../client/simulation';
import { isUnfinished } from './lines';

export type SolutionLine =
  | { readonly type: 'comment'; readonly text: string }
  /** For the terminal; `~ set NAME = command` is a line of the shell too. */
  | { readonly type: 'command'; readonly text: string }
  | { readonly type: 'wait'; readonly text: string; readonly ms: number }
  | { readonly type: 'until'; readonly text: string; readonly expression: string }
  | { readonly type: 'fault'; readonly text: string; readonly fault: Fault }
  /** Of a kind that no button does. */
  | { readonly type: 'other'; readonly text: string };

/** The lines of a transcript without its outputs, in order; empty lines are left out. */
export function solutionLines(text: string): readonly SolutionLine[] {
  const lines: SolutionLine[] = [];
  const raw = text.split('\n');
  for (let at = 0; at < raw.length; at += 1) {
    let line = (raw[at] ?? '').trimEnd();
    // A command goes on behind a backslash, and in the lines of a here-document.
    while (line.startsWith('$ ') && isUnfinished(line) && at + 1 < raw.length) {
      at += 1;
      line = `${line}\n${(raw[at] ?? '').replace(/^> ?/, '')}`;
    }
    if (line.trim() !== '') lines.push(lineOf(line));
  }
  return lines;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function lineOf(line: string): SolutionLine {
  if (line.startsWith('$ ')) return { type: 'command', text: line.slice(2) };
  if (line.startsWith('#')) return { type: 'comment', text: line.replace(/^#+\s*/, '') };
  const text = line.replace(/^~\s*/, '');
  const wait = /^wait\s+((?:\d+(?:ms|s|m|h))+)$/.exec(text);
  if (wait !== null) {
    const parts = [...(wait[1] ?? '').matchAll(/(\d+)(ms|s|m|h)/g)];
    return {
      type: 'wait',
      text,
      ms: parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0),
    };
  }
  const until = /^until\s+(.+)$/s.exec(text)?.[1];
  if (until !== undefined) return { type: 'until', text, expression: until };
  const set = /^set\s+(\w+)\s*=\s*(.+)$/s.exec(text);
  if (set !== null) return { type: 'command', text: `${set[1]}=$(${set[2]})` };
  const fault = /^fault\s+(\w+)\s*(.*)$/s.exec(text);
  if (fault !== null) return { type: 'fault', text, fault: faultOf(fault[1] ?? '', fault[2] ?? '') };
  return { type: 'other', text: line };
}

const NUMBERS = new Set([
  'code',
  'port',
  'delayMs',
  'afterRequests',
  'bytes',
  'millis',
  'graceSeconds',
  'criticalSeconds',
]);

/** A fault as transcripts write it: its type and `key=value` words. */
function faultOf(type: string, words: string): Fault {
  const params: Record<string, unknown> = {};
  for (const [, key = '', value = ''] of words.matchAll(/(\w+)=(\S+)/g))
    params[key] = NUMBERS.has(key) ? Number(value) : value;
  if ('pod' in params) params.namespace ??= 'default';
  if (type === 'addNode') return { type, node: { name: String(params.node), cpu: 4, memory: '8Gi', pods: 110 } };
  return { type, ...params } as unknown as Fault; // The engine refuses what is none, in its own words.
}

/**
 * Transcripts of a terminal: commands, what they printed, time that passes, faults. The grammar of `.session` and
 * `.console` files is explained in docs/sessions.md; a `.session` file is one without outputs.
 */

import { durationMs } from '../api/meta/duration';

/** A part of a transcript, with the line at which it begins. */
export type Step =
  | { readonly type: 'comment'; readonly line: number; readonly text: string }
  | {
      readonly type: 'command';
      readonly line: number;
      /** What stands behind `$ `, with its heredoc. */
      readonly text: string;
      readonly output: readonly string[];
      readonly exitCode: number;
    }
  | { readonly type: 'wait'; readonly line: number; readonly ms: number; readonly text: string }
  | { readonly type: 'set'; readonly line: number; readonly name: string; readonly command: string }
  | { readonly type: 'fault'; readonly line: number; readonly fault: 'node-down' | 'node-up'; readonly node: string }
  /** Something that a person does to machines and processes. */
  | { readonly type: 'deed'; readonly line: number; readonly words: string }
  /** Time passes until a condition holds. */
  | { readonly type: 'until'; readonly line: number; readonly expression: string };

/** A command and what it printed. */
export type CommandStep = Extract<Step, { type: 'command' }>;

/** A transcript that cannot be read or played; the message names the line. */
export class TranscriptError extends Error {
  override name = 'TranscriptError';
  constructor(
    readonly line: number,
    readonly why: string,
  ) {
    super(`line ${line}: ${why}`);
  }
}

/** `text` with what `~ set` has kept; a name that is not known stays. */
export function filledIn(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (all, name: string) => variables.get(name) ?? all);
}

/** The steps of a transcript, in order. Throws TranscriptError. */
export function parseTranscript(text: string): readonly Step[] {
  const lines = text.split('\n');
  const steps: Step[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const number = at + 1;
    at += 1;
    if (line.startsWith('$ ')) {
      const end = heredocEnd(lines, at, line);
      const command = [line.slice(2), ...lines.slice(at, end)].join('\n');
      const from = end;
      at = end;
      at = outputEnd(lines, at);
      steps.push({ type: 'command', line: number, text: command, ...printed(lines.slice(from, at)) });
    } else if (line.startsWith('~ ')) steps.push(specialStep(line.slice(2), number));
    else if (line.startsWith('#')) steps.push({ type: 'comment', line: number, text: line });
    else if (line.trim() !== '') throw new TranscriptError(number, `neither $, ~ nor #: ${line}`);
  }
  return steps;
}

/** The index after the end word of the heredoc that `line` opens; `from` if it opens none. */
function heredocEnd(lines: readonly string[], from: number, line: string): number {
  const word = /<<-?\s*['"]?(\w+)['"]?/.exec(line)?.[1];
  if (word === undefined) return from;
  const end = lines.indexOf(word, from);
  if (end < 0) throw new TranscriptError(from, `no ${word} ends the heredoc`);
  return end + 1;
}

/** Output may hold lines that begin with `#`; those at its end are taken for comments. */
function outputEnd(lines: readonly string[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length && !/^[$~] /.test(lines[at] ?? ''); at++) {
    if (!(lines[at] ?? '').startsWith('#')) end = at + 1;
  }
  return end;
}

function printed(lines: readonly string[]): { readonly output: readonly string[]; readonly exitCode: number } {
  const output = [...lines];
  while (output.length > 0 && output.at(-1) === '') output.pop();
  const exit = /^\[exit (\d+)\]$/.exec(output.at(-1) ?? '');
  if (exit === null) return { output, exitCode: 0 };
  return { output: output.slice(0, -1), exitCode: Number(exit[1]) };
}

function specialStep(text: string, line: number): Step {
  const wait = /^wait (\d\S*)$/.exec(text)?.[1];
  const waitMs = wait === undefined ? undefined : durationMs(wait);
  if (typeof waitMs === 'number') return { type: 'wait', line, ms: waitMs, text };
  const set = /^set (\w+) = (.+)$/.exec(text);
  if (set !== null) return { type: 'set', line, name: set[1] ?? '', command: set[2] ?? '' };
  const fault = /^fault (node-down|node-up) (\S+)$/.exec(text);
  if (fault !== null) {
    return { type: 'fault', line, fault: fault[1] === 'node-up' ? 'node-up' : 'node-down', node: fault[2] ?? '' };
  }
  const deed = /^fault (\S.*)$/.exec(text);
  if (deed !== null) return { type: 'deed', line, words: deed[1] ?? '' };
  const until = /^until (\S.*)$/.exec(text);
  if (until !== null) return { type: 'until', line, expression: until[1] ?? '' };
  throw new TranscriptError(line, `no such step: ~ ${text}`);
}

/** One step as it stands in a transcript, with a line end. */
export function printStep(step: Step): string {
  switch (step.type) {
    case 'comment':
      return `${step.text}\n`;
    case 'wait':
      return `~ ${step.text}\n`;
    case 'set':
      return `~ set ${step.name} = ${step.command}\n`;
    case 'fault':
      return `~ fault ${step.fault} ${step.node}\n`;
    case 'deed':
      return `~ fault ${step.words}\n`;
    case 'until':
      return `~ until ${step.expression}\n`;
    case 'command': {
      const exit = step.exitCode === 0 ? [] : [`[exit ${step.exitCode}]`];
      return [`$ ${step.text}`, ...step.output, ...exit].map((line) => `${line}\n`).join('');
    }
    default:
      return step satisfies never;
  }
}

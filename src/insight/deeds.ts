/** Which command of the run a row of the trace tells of. */
import { routeOf } from '../apiserver/paths';
import type { Command } from '../client/simulation';
import type { ObjectPlace } from '../client/why';
import type { TraceRow } from '../sim/trace';

/** What has been done since the start of the run at `startedAt`, in order; empty where that is not kept. */
export interface Deeds {
  readonly startedAt: number;
  readonly commands: readonly Command[];
}

/** How many commands had been carried out with that of `row`, and the line of the terminal that it came from. */
export function deedOf(
  { commands, startedAt }: Deeds,
  row: TraceRow,
): { readonly count?: number; readonly line?: string } {
  const atMs = row.at - startedAt;
  const at = commands.findLastIndex((command) => command.atMs === atMs && isToldBy(command, row));
  const command = commands[at];
  if (command === undefined) return {};
  const number = 'line' in command ? command.line : undefined;
  const line = number === undefined ? undefined : lines(commands)[number - 1];
  return { count: at + 1, ...(line === undefined ? {} : { line }) };
}

function lines(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => (command.type === 'line' ? [command.text] : []));
}

function isToldBy(command: Command, { type, subject }: TraceRow): boolean {
  switch (command.type) {
    case 'request':
      return command.request.method === type && command.request.path === subject;
    case 'fault':
      return command.fault.type === type && JSON.stringify(command.fault) === subject;
    case 'stream':
      return type === 'stream' && command.request.path === subject;
    case 'streamInput':
    case 'unstream':
      return type === command.type && String(command.stream) === subject;
    case 'send':
      return type === 'send';
    case 'line':
      return false;
    default:
      return command satisfies never;
  }
}

/** The object that a command was about: of a request, the one in its path; of a fault, its pod or its node. */
export function placeOfDeed({ subject = '' }: TraceRow): ObjectPlace | undefined {
  if (subject.startsWith('/')) {
    const route = routeOf(subject.replace(/\?.*/, ''));
    if (route.type !== 'item') return undefined;
    const { kind, namespace, name } = route;
    return { kind, ...(namespace === undefined ? {} : { namespace }), name };
  }
  if (!subject.startsWith('{')) return undefined;
  const { namespace, pod, node } = JSON.parse(subject) as Readonly<Record<string, unknown>>; // Cluster.fault has written it.
  if (typeof pod === 'string' && typeof namespace === 'string') return { kind: 'Pod', namespace, name: pod };
  const name = typeof node === 'object' && node !== null && 'name' in node ? node.name : node;
  return typeof name === 'string' ? { kind: 'Node', name } : undefined;
}

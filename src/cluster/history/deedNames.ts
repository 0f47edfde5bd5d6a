/** What a person did, in few words, and which commands belong to one deed. */
import type { Command, Fault } from '../../client/simulation';
import type { ApiRequest } from '../../client/transport';

/** Longer names are cut. */
const LONGEST = 48;
const VERBS: Readonly<Record<ApiRequest['method'], string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'patch',
  DELETE: 'delete',
};
/** What a request to a subresource does, in kubectl's words. */
const SUBRESOURCES: Readonly<Record<string, string>> = {
  eviction: 'evict',
  scale: 'scale',
  binding: 'bind',
  exec: 'exec',
  attach: 'attach',
  portforward: 'port-forward',
  proxy: 'proxy',
};

/** `command` in few words: `delete pod kubia-x`, `power off worker-2`. */
export function nameOf(command: Command): string {
  const words = wordsOf(command).replace(/\s+/g, ' ').trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}

function wordsOf(command: Command): string {
  switch (command.type) {
    case 'line':
      return command.text.replace(/^\s*(kubectl|k)\s+/, '');
    case 'fault':
      return `${command.fault.type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${targetOf(command.fault)}`;
    case 'request':
    case 'stream':
      return requestWords(command.request);
    case 'send':
      return command.ask.type === 'ping' ? `ping ${command.ask.ip}` : sendWords(command.ask);
    case 'streamInput':
    case 'unstream':
      return `stream ${command.stream}`;
    default:
      return command satisfies never;
  }
}

function targetOf(fault: Fault): string {
  if ('pod' in fault) return fault.pod;
  if ('node' in fault) return typeof fault.node === 'string' ? fault.node : fault.node.name;
  if ('component' in fault) return fault.component;
  if ('host' in fault) return fault.host;
  if ('load' in fault) return fault.load.name;
  return 'name' in fault ? fault.name : '';
}

function sendWords(ask: {
  readonly tool: string;
  readonly url?: string;
  readonly requests?: readonly { readonly url: string }[];
}): string {
  return `${ask.tool} ${ask.url ?? ask.requests?.[0]?.url ?? ''}`;
}

/** `/api/v1/namespaces/default/pods/kubia-x/eviction`: `evict pod kubia-x`. */
function requestWords({ method, path, body }: ApiRequest): string {
  const parts = (path.split('?')[0] ?? '').split('/').filter((part) => part !== '');
  const own = parts.slice(parts[0] === 'api' ? 2 : 3);
  const [plural = '', named = '', subresource = ''] = own[0] === 'namespaces' && own.length > 2 ? own.slice(2) : own;
  const { metadata } = (body ?? {}) as {
    readonly metadata?: { readonly name?: string; readonly generateName?: string };
  }; // Of an object, if it is one.
  const name = named || (metadata?.name ?? metadata?.generateName ?? '');
  return `${SUBRESOURCES[subresource] ?? VERBS[method]} ${singular(plural)} ${name}`;
}

function singular(plural: string): string {
  if (plural.endsWith('sses')) return plural.slice(0, -2);
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`;
  return plural === 'endpoints' ? plural : plural.replace(/s$/, '');
}

/** A deed: the first command that belongs to it, and the one that names it. */
export interface Deed {
  readonly first: number;
  readonly command: Command;
}

/**
 * The last deed among the first `position` commands: all that one terminal line did, a stream with what was said on
 * it, or a single request or fault. A line that only read is none.
 */
export function deedBefore(commands: readonly Command[], position: number): Deed | undefined {
  for (let index = position - 1; index >= 0; index -= 1) {
    const command = commands[index];
    if (command === undefined || command.type === 'line') continue;
    const isOnStream = command.type === 'streamInput' || command.type === 'unstream';
    const opening = isOnStream ? nth(commands, 'stream', command.stream) : index;
    const opened = commands[opening];
    if (opened === undefined) continue;
    const line = 'line' in opened && opened.line !== undefined ? nth(commands, 'line', opened.line) : opening;
    const typed = commands[line];
    return typed === undefined ? { first: opening, command: opened } : { first: line, command: typed };
  }
  return undefined;
}

/** Where the `count`th command of that type stands, from 1; -1: nowhere. */
function nth(commands: readonly Command[], type: Command['type'], count: number): number {
  let left = count;
  return commands.findIndex((command) => {
    if (command.type === type) left -= 1;
    return left === 0 && command.type === type;
  });
}

/** What people did in a run, in few words: the marks of the first lane, the headline of a slide, the rows of the control plane view. */
import { kinds } from '../../api/kinds';
import type { Command, Fault } from '../../client/simulation';
import type { ApiRequest } from '../../client/transport';
import { type Mark, YOU } from './marks';

/** Marks of what the person did. `word` names a fault in the language of the page. */
export function commandMarks(
  commands: readonly Command[],
  startedAt: number,
  word: (fault: Fault['type']) => string,
): readonly Mark[] {
  return commands.flatMap((command): readonly Mark[] => {
    const text = commandText(command, word);
    if (text === undefined) return [];
    const at = startedAt + command.atMs;
    return [{ lane: YOU, shape: 'deed', at, until: at, text, count: 1 }];
  });
}

/** False for what only belongs to another command: requests of a typed line, keys that were typed into a stream. */
export function isDeed(command: Command): boolean {
  if (command.type === 'request' || command.type === 'stream' || command.type === 'send')
    return command.line === undefined;
  return command.type === 'fault' || command.type === 'line';
}

/** What a command is called; undefined for what is no deed of its own. */
function commandText(command: Command, word: (fault: Fault['type']) => string): string | undefined {
  if (!isDeed(command)) return undefined;
  switch (command.type) {
    case 'fault':
      return faultText(command, word);
    case 'line': {
      const [first = '', ...more] = command.text.split('\n');
      return more.length === 0 ? first : `${first} …`;
    }
    case 'request':
    case 'stream':
      return requestText(command.request);
    case 'send':
      if (command.ask.type === 'unresolved') return command.ask.url;
      return command.ask.type === 'http' ? (command.ask.requests[0]?.url ?? command.ask.to.ip) : command.ask.ip;
    default:
      return undefined;
  }
}

function faultText({ fault }: Extract<Command, { type: 'fault' }>, word: (fault: Fault['type']) => string): string {
  if ('pod' in fault) return `${word(fault.type)} ${fault.pod}`;
  if ('host' in fault) return `${word(fault.type)} ${fault.host}`;
  if ('load' in fault) return `${word(fault.type)} ${fault.load.url}`;
  if ('component' in fault) return `${word(fault.type)} ${fault.component}`;
  if (fault.type === 'stopUpstreamDns' || fault.type === 'startUpstreamDns') return word(fault.type);
  if (fault.type === 'stopLoad') return `${word(fault.type)} ${fault.name}`;
  return `${word(fault.type)} ${typeof fault.node === 'string' ? fault.node : fault.node.name}`;
}

const VERBS: Readonly<Record<ApiRequest['method'], string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** `create pod kubia`, `patch deployment web scale`. */
export function requestText({ method, path, body }: ApiRequest): string {
  const parts = path.split('/').filter((part) => part !== '');
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  const [collection = '', named, subresource] = rest[0] === 'namespaces' && rest.length > 2 ? rest.slice(2) : rest;
  const kind =
    Object.values(kinds)
      .find(({ plural }) => plural === collection)
      ?.kind.toLowerCase() ?? collection;
  return [VERBS[method], kind, named ?? nameIn(body), subresource].filter((word) => word !== undefined).join(' ');
}

function nameIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('metadata' in body)) return undefined;
  const { metadata } = body;
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? String(metadata.name) : undefined;
}

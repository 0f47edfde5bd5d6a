/**
 * `kubectl events`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/events/events.go (v1.36.3).
 */
import { compiledMapping } from '../../resource/compiledMapping';
import type { Event } from '../../../api/core/event';
import { instantOf } from '../../../printers/duration';
import type { Command, Invocation } from '../../command';
import { CommandError, ExitError, PlainError } from '../../errors';
import { goSort } from '../../printers/goSort';
import type { ListOptions, Mapping, RestMapper } from '../../resource/access';
import { explainedListError } from '../../resource/fetch';
import { watchEvents } from '../../resource/watchEvents';
import { type EventPrinter, eventPrinterOf } from './eventPrinter';

/** What kubectl ends with when Ctrl-C ends its watch. */
const INTERRUPTED = 1;

/** kubectl has this kind compiled in, so it asks no discovery for it. */
const eventMapping = compiledMapping('v1', 'Event', { plural: 'events', namespaced: true });

/** `kubectl events`. */
export const events: Command = {
  path: ['events'],
  async run(invocation) {
    const { flags } = invocation;
    const access = await invocation.access();
    const fieldSelector =
      flags.string('for') === '' ? undefined : forSelector(await access.mapper(), flags.string('for'));
    const printer = await eventPrinterOf(invocation);
    const types = flags.list('types').map((type) => type.toLowerCase());
    if (types.some((type) => type !== 'normal' && type !== 'warning')) {
      throw new CommandError('valid --types are Normal or Warning');
    }
    const isWanted = ({ type = '' }: Event) => types.length === 0 || types.includes(type.toLowerCase());
    const namespace = flags.bool('all-namespaces') ? undefined : access.namespace;
    const options: ListOptions = fieldSelector === undefined ? {} : { fieldSelector };
    if (flags.bool('watch')) await watch(invocation, printer, namespace, options, isWanted);
    else await printer.list(sorted((await listEvents(invocation, namespace, options)).filter(isWanted)), namespace);
  },
};

async function listEvents(
  { flags, ...invocation }: Invocation,
  namespace: string | undefined,
  options: ListOptions,
): Promise<readonly Event[]> {
  const access = await invocation.access();
  try {
    const { items } = await access.list(eventMapping, namespace, { ...options, limit: flags.int('chunk-size') });
    return items as unknown as readonly Event[]; // The server sends nothing else there.
  } catch (error) {
    throw explainedListError(error, eventMapping, options);
  }
}

async function watch(
  { io, ...invocation }: Invocation,
  printer: EventPrinter,
  namespace: string | undefined,
  options: ListOptions,
  isWanted: (event: Event) => boolean,
): Promise<void> {
  const access = await invocation.access();
  for await (const change of watchEvents(access, eventMapping, namespace, options, io.interrupt)) {
    if (change.type !== 'ADDED' && change.type !== 'MODIFIED') continue;
    const event = change.object as Event; // A watch of events tells of nothing else.
    if (isWanted(event)) await printer.one(event);
  }
  if (io.interrupt.interrupted) throw new ExitError(INTERRUPTED);
}

/** By the time they were seen last, in the order that Go's sort leaves. */
function sorted(list: readonly Event[]): readonly Event[] {
  const timed = list.map((event) => ({ event, at: lastSeen(event) }));
  return goSort(timed, (a, b) => a.at < b.at).map(({ event }) => event);
}

/** In microseconds: events of one cause often fall into one millisecond. */
function lastSeen({ series, lastTimestamp, eventTime }: Event): number {
  const text = series?.lastObservedTime ?? lastTimestamp ?? eventTime;
  const at = instantOf(text);
  if (at === undefined) return Number.NEGATIVE_INFINITY;
  const digits = /\.\d{3}(\d{1,3})/.exec(text ?? '')?.[1] ?? '';
  return at * 1000 + Number(digits.padEnd(3, '0'));
}

/** `--for pod/web` as a field selector; undefined for a name that is empty. */
function forSelector(mapper: RestMapper, text: string): string | undefined {
  const [type = '', name, ...more] = text.split('/');
  if (name === undefined) throw new CommandError('--for must be in resource/name form');
  if (more.length > 0) throw new CommandError('arguments in resource/name form may not have more than one slash');
  const { kind, group, version } = mappingOf(mapper, type.toLowerCase());
  if (name === '') return undefined;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return `involvedObject.kind=${kind},involvedObject.apiVersion=${apiVersion},involvedObject.name=${name}`;
}

/** An unknown type is told without `error: `, unlike elsewhere. */
function mappingOf(mapper: RestMapper, type: string): Mapping {
  try {
    return mapper.resource(type);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("the server doesn't have a resource type")) {
      throw new PlainError(error.message);
    }
    throw error;
  }
}

/**
 * How `kubectl events` prints: a table of its own, or objects with `-o`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/events/event_printer.go (v1.36.3).
 */
import type { Event } from '../../../api/core/event';
import { eventInterval } from '../../../printers/event';
import type { Invocation } from '../../command';
import { printerFor, printOptionsOf } from '../../printers/printFlags';
import { tableOptions, TabWriter } from '../../printers/tabWriter';
import { escapeTerminal } from '../../printers/terminal';
import { writeInPieces } from '../get/printTables';

/** Prints events in one format. */
export interface EventPrinter {
  /** `namespace` undefined: all. */
  list(events: readonly Event[], namespace: string | undefined): Promise<void>;
  /** One more event of a watch. */
  one(event: Event): Promise<void>;
}

/** The printer that the flags ask for. Rejects with CommandError for an unknown format. */
export async function eventPrinterOf(invocation: Invocation): Promise<EventPrinter> {
  const { flags } = invocation;
  if (flags.string('output') === '' && flags.string('template') === '') return rowPrinter(invocation);
  return objectPrinter(invocation);
}

function rowPrinter({ flags, io, env }: Invocation): EventPrinter {
  const writer = new TabWriter(tableOptions);
  const hasNamespace = flags.bool('all-namespaces');
  if (!flags.bool('no-headers')) {
    writer.write(`${hasNamespace ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`);
  }
  const row = (event: Event) => {
    const { type = '', reason = '', involvedObject, message = '' } = event;
    const { kind = '', name = '' } = involvedObject;
    const cells = [
      eventInterval(event, env.clock.now()),
      ...[type, reason, `${kind}/${name}`, message.trim()].map(escapeTerminal),
    ];
    if (hasNamespace) cells.unshift(event.metadata.namespace ?? '');
    writer.write(`${cells.join('\t')}\n`);
  };
  return {
    async list(events, namespace) {
      if (events.length === 0) return reportNothing(io, namespace);
      events.forEach(row);
      await writeInPieces(io, writer.flush());
    },
    async one(event) {
      row(event);
      await io.out(writer.flush());
    },
  };
}

async function objectPrinter(invocation: Invocation): Promise<EventPrinter> {
  const { io, flags } = invocation;
  const printer = await printerFor({ ...printOptionsOf(invocation), keepOrder: true });
  return {
    async list(events, namespace) {
      if (events.length === 0) return reportNothing(io, namespace);
      // A typed list has no names to tell.
      if (flags.string('output').toLowerCase() === 'name') return;
      printer.print({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items: events.map(typed) }, io);
    },
    async one(event) {
      printer.print(typed(event), io);
    },
  };
}

async function reportNothing({ err }: Invocation['io'], namespace: string | undefined): Promise<void> {
  await err(namespace === undefined ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
}

/** An event with its fields in the order of Go's struct, those that are always written too. */
function typed(event: Event): object {
  const { metadata, involvedObject: about, source = {}, series } = event;
  const { name, namespace, uid, resourceVersion, creationTimestamp, managedFields, ...rest } = metadata;
  const { kind, namespace: ofNamespace, name: ofName, uid: ofUid, apiVersion, resourceVersion: of, fieldPath } = about;
  return withoutUndefined({
    kind: 'Event',
    apiVersion: 'v1',
    metadata: withoutUndefined({ name, namespace, uid, resourceVersion, creationTimestamp, ...rest, managedFields }),
    involvedObject: withoutUndefined({
      kind,
      namespace: ofNamespace,
      name: ofName,
      uid: ofUid,
      apiVersion,
      resourceVersion: of,
      fieldPath,
    }),
    reason: event.reason,
    message: event.message,
    source: withoutUndefined({ component: source.component, host: source.host }),
    firstTimestamp: event.firstTimestamp ?? null,
    lastTimestamp: event.lastTimestamp ?? null,
    count: event.count,
    type: event.type,
    eventTime: event.eventTime ?? null,
    series,
    action: event.action,
    reportingComponent: event.reportingComponent ?? '',
    reportingInstance: event.reportingInstance ?? '',
  });
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** What a mark tells in few words, and which object it shows. */
import { routeOf } from '../apiserver/paths';
import type { Event } from '../api/core/event';
import { type Kind, kinds } from '../api/kinds';
import { parseKey } from '../api/meta/objectMeta';
import type { LaneMark, LaneMarkType, ObjectPlace } from '../client/why';
import { ownName } from '../controllers/selection';
import type { TraceRow } from '../sim/trace';
import type { Change } from '../storage/store';
import { type Deeds, deedOf, placeOfDeed } from './deeds';
import { kindOfLoop, loopOf } from './doer';
import { type Past, placeOf, placeOfKey, subjectOf, typeOf } from './past';

type Words = Pick<LaneMark, 'text' | 'object' | 'revision'>;

/** What a request does, in kubectl's words. */
const METHODS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const VERBS = { ADDED: 'create', MODIFIED: 'update', DELETED: 'delete' } as const;

export class MarkWords {
  constructor(
    private readonly past: Past,
    private readonly deeds: Deeds,
  ) {}

  of(type: LaneMarkType, row: TraceRow): Words {
    if (type === 'command') return this.#ofCommand(row);
    if (type === 'exit') return this.#ofExit(row);
    if (type === 'reconcile') return ofReconcile(row);
    const { subject = '', revision = 0 } = row;
    const change = this.past.at(revision);
    if (type === 'heartbeat') {
      const name = subject.slice(subject.lastIndexOf('/') + 1);
      return { text: name, object: { kind: 'Node', name }, revision };
    }
    if (change === undefined) {
      const object = placeOfKey(subject);
      return { text: object === undefined ? subject : refText(object), ...(object && { object }), revision };
    }
    if (type === 'write' && change.value.kind !== 'Event')
      return { text: `${VERBS[typeOf(change)]} ${refText(placeOf(change.value))}`, ...placed(change) };
    if (type === 'binding') {
      const { spec } = change.value as { readonly spec?: { readonly nodeName?: string } }; // A pod that was bound.
      return { text: `${change.value.metadata.name} → ${spec?.nodeName ?? ''}`, ...placed(change) };
    }
    const object = subjectOf(change);
    const { reason = '' } = change.value as Event; // Everything else tells of an Event.
    return { text: `${reason} ${object.name}`, object, revision };
  }

  #ofCommand(row: TraceRow): Words {
    const { type, subject = '' } = row;
    const object = placeOfDeed(row);
    const what = object === undefined ? collection(subject) : refText(object);
    return {
      text: deedOf(this.deeds, row).line ?? `${METHODS[type] ?? type} ${what}`.trim(),
      ...(object && { object }),
    };
  }

  #ofExit({ detail, event }: TraceRow): Words {
    const { container, code } = (detail ?? {}) as { readonly container?: string; readonly code?: number }; // As the rule was given them.
    const { podUid = '' } = (event ?? {}) as { readonly podUid?: string };
    const object = this.past.podWith(podUid);
    const text = `${object?.name ?? ''} ${container ?? ''}${code === undefined ? '' : ` (${code})`}`.trim();
    return { text, ...(object && { object }) };
  }
}

function ofReconcile({ detail }: TraceRow): Words {
  const { controller = '', key } = loopOf(detail) ?? {};
  const kind = kindOfLoop(ownName(controller));
  if (key === undefined) return { text: ownName(controller) };
  if (kind === undefined) return { text: key };
  const object = { kind, ...parseKey(key) };
  return { text: refText(object), object };
}

function placed({ value, revision }: Change): Pick<Words, 'object' | 'revision'> {
  return { object: placeOf(value), revision };
}

/** `rc`: what is created has no name in the path. */
function collection(path: string): string {
  const route = routeOf(path.replace(/\?.*/, ''));
  return route.type === 'collection' ? shortOf(route.kind) : '';
}

/** `rc/kubia`. */
function refText({ kind, name }: ObjectPlace): string {
  return `${shortOf(kind)}/${name}`;
}

function shortOf(kind: Kind): string {
  const [short = kind.toLowerCase()] =
    UNSHORTENED.has(kind) || !Object.hasOwn(kinds, kind) ? [] : kinds[kind].shortNames;
  return short;
}

/** Nobody calls a pod `po`. */
const UNSHORTENED: ReadonlySet<string> = new Set<Kind>(['Pod', 'Node', 'Service', 'Event']);

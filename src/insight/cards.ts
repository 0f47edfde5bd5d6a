/**
 * Rows of the trace as cards that a person reads: a write is one card with the rule or the command that made it; what
 * says nothing of its own (a delivery by a watch, a turn in a queue) is none.
 */
import { parseKey } from '../api/meta/objectMeta';
import type { ObjectPlace, WhyCard, Written } from '../client/why';
import type { Json } from '../sim/clock';
import type { TraceRow } from '../sim/trace';
import type { Change } from '../storage/store';
import { type Deeds, deedOf, placeOfDeed } from './deeds';
import { doerOf, kindOfLoop } from './doer';
import { fieldDiffs } from './fieldDiffs';
import { type Past, placeOf, placeOfKey, subjectOf, typeOf } from './past';
import type { Hop } from './walk';

/** One card, and the write that it shows. */
export interface DealtCard {
  card: WhyCard;
  /** The API server applied its rule to a request of this component. */
  servedTo?: string;
}

const API_SERVER = 'kube-apiserver';
/** Who sets a cluster up, in the trace. */
const BOOT = 'kubeloop';
/** Timers that run as long as their component does: nothing but time leads to what they do. */
const PERIODIC = new Set(['tick', 'lease', 'nodeStatus']);
/** A rule so shortly before a write by the same component is its reason. */
const STATUS_MS = 2_000;
/** Changed fields that a card names. */
const MOST_FIELDS = 12;
/** What a deletion changes besides its timestamp. */
const DELETION = new Set(['metadata.generation', 'metadata.deletionGracePeriodSeconds']);

/** The cards of `hops`, newest first. */
export function cardsOf(past: Past, hops: readonly Hop[], deeds: Deeds): DealtCard[] {
  const dealt: DealtCard[] = [];
  let late: TraceRow | undefined;
  for (const [index, hop] of hops.entries()) {
    const { row } = hop;
    const isAtOnce = hops[index - 1]?.row.type === 'write';
    if (row.type === 'write') dealt.push(cardOfWrite(past, hop));
    else if (row.type === 'rule' && row.actor === API_SERVER) serve(dealt, row, ruleOf(past, row), isAtOnce);
    else if (row.type === 'rule') add(dealt, row, ruleOf(past, row), isAtOnce || isSoon(row, dealt.at(-1)?.card));
    else if (row.cause < 0) {
      // Without a write in between nothing but time has led from the start to what comes so late.
      if (row.actor === BOOT && late !== undefined) add(dealt, late, timerOf(late), true);
      else add(dealt, row, commandOf(row, deeds), isAtOnce);
    } else if (PERIODIC.has(row.type)) {
      add(dealt, row, timerOf(row), true);
      return withoutServing(dealt);
    } else {
      noteOthers(past, dealt.at(-1), row, hops.slice(index + 1));
      if (row.at > deeds.startedAt) late ??= row;
      continue;
    }
    late = undefined;
  }
  return withoutServing(dealt);
}

/** What else the turn of `row` answered is told of what it did: of objects that the way back does not pass anyway. */
function noteOthers(past: Past, dealt: DealtCard | undefined, row: TraceRow, before: readonly Hop[]): void {
  if (dealt === undefined || row.also === undefined) return;
  const reason = before.find(({ change }) => change !== undefined)?.change;
  const seen = new Set(reason === undefined ? [] : [reason.key]);
  const also = row.also.flatMap((index) => {
    const { revision = 0 } = past.trace.row(index) ?? {};
    const change = past.at(revision);
    if (change === undefined || seen.has(change.key)) return [];
    seen.add(change.key);
    return [writtenBy(change, 1)];
  });
  if (also.length > 0) dealt.card = { ...dealt.card, also };
}

/** A rule that the API server applied to a request: the write is its doing, on behalf of the one who asked. */
function serve(dealt: DealtCard[], row: TraceRow, told: Told, isAtOnce: boolean): void {
  const last = dealt.at(-1);
  const wrote = isAtOnce ? last?.card.wrote : undefined;
  if (last === undefined || wrote === undefined) {
    dealt.push({ card: { at: row.at, times: 1, ...told }, servedTo: told.by });
    return;
  }
  const { by, at, objects = [] } = last.card;
  last.card = withObjects({ at, times: 1, ...told, wrote }, [...objects, ...(told.objects ?? [])]);
  last.servedTo = by;
}

/**
 * How the API server did what it was asked for is told of the write that is asked about alone: of the others who asked.
 * That it removes at once what a kubelet has ended needs no word at all.
 */
function withoutServing(dealt: readonly DealtCard[]): DealtCard[] {
  const kept: DealtCard[] = [];
  let served: DealtCard | undefined;
  let isAsked = true;
  for (const each of dealt) {
    if (served !== undefined) {
      const { wrote, at, objects = [] } = served.card;
      if (each.card.at === at && each.card.wrote === undefined) {
        const all = [...(each.card.objects ?? []), ...objects];
        each.card = withObjects({ ...each.card, ...(wrote === undefined ? {} : { wrote }) }, all);
      } else kept.push(served);
      served = undefined;
    }
    isAsked &&= each.servedTo !== undefined && !each.servedTo.startsWith('kubelet/');
    if (each.servedTo !== undefined && !isAsked) served = each;
    else kept.push(each);
  }
  return served === undefined ? kept : [...kept, served];
}

/** A kubelet tells of what it did with its next status. */
function isSoon({ at }: TraceRow, card: WhyCard | undefined): boolean {
  return card !== undefined && card.at - at <= STATUS_MS;
}

type Told = Pick<WhyCard, 'by'> & Partial<WhyCard>;

/** `told` goes on a card of its own; on the last one if it `mayJoin` it, as the reason of a write by the same component. */
function add(dealt: DealtCard[], row: TraceRow, told: Told, mayJoin: boolean): void {
  const last = dealt.at(-1);
  if (last !== undefined && mayJoin && last.card.rule === undefined && last.card.by === told.by) {
    const objects = [...(last.card.objects ?? []), ...(told.objects ?? [])];
    last.card = withObjects({ ...last.card, ...told, at: last.card.at }, objects);
  } else dealt.push({ card: { at: row.at, times: 1, ...told } });
}

/** `card` with each of `objects` once, without the one that it has written. */
function withObjects({ objects: _, ...card }: WhyCard, objects: readonly ObjectPlace[]): WhyCard {
  const idOf = ({ kind, namespace, name }: ObjectPlace) => `${kind}/${namespace}/${name}`;
  const seen = new Map(objects.map((object) => [idOf(object), object]));
  if (card.wrote !== undefined) seen.delete(idOf(card.wrote));
  return seen.size === 0 ? card : { ...card, objects: [...seen.values()] };
}

/**
 * The paths that a write changed, without those that follow from others of them: when and why a condition turned, the
 * generation of what was asked for. Annotations, which controllers write for themselves, come last.
 */
function tellingPaths({ previous, value }: Change): readonly string[] {
  const paths = fieldDiffs(previous, value).map(({ path }) => path);
  const all = new Set(paths);
  const isOfSpec = paths.some((path) => path.startsWith('spec.'));
  const told = paths.filter((path) => {
    const item = /^(.*\])\.(lastTransitionTime|lastHeartbeatTime|reason|message)$/.exec(path)?.[1];
    if (item !== undefined && all.has(`${item}.status`)) return false;
    if (path === 'metadata.generation' && isOfSpec) return false;
    return !(DELETION.has(path) && all.has('metadata.deletionTimestamp'));
  });
  const isNote = (path: string) => path.startsWith('metadata.annotations');
  return [...told.filter((path) => !isNote(path)), ...told.filter(isNote)];
}

function cardOfWrite(past: Past, { index, row, change }: Hop): DealtCard {
  const doer = doerOf(row);
  if (change === undefined) {
    const place = placeOfKey(row.subject ?? '');
    const wrote = place && { ...place, revision: row.revision ?? 0, type: past.typeOfRow(index), fields: [] };
    return { card: { at: row.at, ...doer, ...(wrote === undefined ? {} : { wrote }), times: 1 } };
  }
  const wrote = writtenBy(change, MOST_FIELDS);
  const objects = [...aboutOf(doer), ...nodeOf(change), ...(change.value.kind === 'Event' ? [subjectOf(change)] : [])];
  return { card: withObjects({ at: row.at, ...doer, wrote, times: 1 }, objects) };
}

function writtenBy(change: Change, mostFields: number): Written {
  const type = typeOf(change);
  const fields = type === 'MODIFIED' ? tellingPaths(change) : [];
  return { ...placeOf(change.value), revision: change.revision, type, fields: fields.slice(0, mostFields) };
}

function ruleOf(past: Past, row: TraceRow): Told {
  const doer = doerOf(row);
  const params = row.detail as WhyCard['params'] & object; // As `Explain.rule` was given them.
  const { node, pod } = params;
  const pods = [podOf(past, row.event), typeof pod === 'string' ? past.podNamed(pod) : undefined];
  const objects = [
    ...aboutOf(doer),
    ...pods.filter((each) => each !== undefined),
    ...(typeof node === 'string' && node !== '' ? [nodeNamed(node)] : []),
  ];
  return { ...doer, rule: row.subject ?? '', params, ...(objects.length === 0 ? {} : { objects }) };
}

function commandOf(row: TraceRow, deeds: Deeds): Told {
  const { type, subject = '' } = row;
  const object = placeOfDeed(row);
  const seen = object === undefined ? {} : { objects: [object] };
  return { by: row.actor, command: { type, subject, ...deedOf(deeds, row) }, ...seen };
}

function timerOf(row: TraceRow): Told {
  return { ...doerOf(row), timer: row.type };
}

/** The pod that an event of a kubelet is about. */
function podOf(past: Past, data: Json | undefined): ObjectPlace | undefined {
  const { uid, podUid = uid } = (typeof data === 'string' ? { uid: data } : (data ?? {})) as Readonly<
    Record<string, Json>
  >; // Numbers and lists have neither.
  return typeof podUid === 'string' ? past.podWith(podUid) : undefined;
}

/** The object that a controller worked on. */
function aboutOf({ controller, about }: Pick<WhyCard, 'controller' | 'about'>): readonly ObjectPlace[] {
  const kind = controller === undefined ? undefined : kindOfLoop(controller);
  return kind === undefined || about === undefined ? [] : [{ kind, ...parseKey(about) }];
}

/** The node that a pod was bound to by this write. */
function nodeOf({ value, previous }: Change): readonly ObjectPlace[] {
  const nodeName = (object: unknown) => (object as { readonly spec?: { readonly nodeName?: string } }).spec?.nodeName; // Pods alone have one.
  const name = value.kind === 'Pod' ? nodeName(value) : undefined;
  return name === undefined || name === '' || (previous && nodeName(previous) === name) ? [] : [nodeNamed(name)];
}

function nodeNamed(name: string): ObjectPlace {
  return { kind: 'Node', name };
}

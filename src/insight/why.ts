/** Answers "why?": finds the write that is meant, walks back from it, and folds the way into a few cards. */
import type { WaitRow } from '../client/simulation';
import type { ObjectPlace, WhyChain, WhySubject } from '../client/why';
import { cardsOf } from './cards';
import type { Deeds } from './deeds';
import type { Explained } from './explained';
import { isSame } from './fieldDiffs';
import { fieldReader, isRecord } from './fieldPath';
import { fold } from './fold';
import { Past, subjectOf } from './past';
import { tellingField } from './telling';
import { tellingEvent } from './tellingEvent';
import { walk } from './walk';

/** The chain that leads to what `subject` names; undefined if nothing is known of it. */
export function why(of: Explained, deeds: Deeds, subject: WhySubject): WhyChain | undefined {
  const past = new Past(of);
  const found = find(past, subject);
  if (found === undefined) return undefined;
  const { row, field, value } = found;
  const { hops } = row === undefined ? { hops: [] } : walk(past, row);
  const { cards, folded } = fold(cardsOf(past, hops, deeds));
  const last = cards.at(-1);
  const object = subject.type === 'revision' ? last && subjectOfRevision(past, subject.revision) : subject.object;
  return {
    subject,
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value }),
    cards,
    folded,
    next: object === undefined ? [] : nextOf(of, object),
    ...(last?.command === undefined && last?.timer === undefined ? { isCut: true } : {}),
  };
}

interface Found {
  /** The row of the write that is meant; undefined: it is forgotten. */
  readonly row: number | undefined;
  /** Which field of the object was chosen. */
  readonly field?: string;
  readonly value?: string;
}

function find(past: Past, subject: WhySubject): Found | undefined {
  if (subject.type === 'revision') {
    const row = past.rowOf(subject.revision);
    return row === undefined ? undefined : { row };
  }
  const { object } = subject;
  const entry = past.entry(object);
  const last = past.last(object);
  const value = entry?.value ?? last?.value;
  if (value === undefined) return undefined;
  if (subject.type === 'field') return findField(past, object, { path: subject.path, value });
  if (last?.type === 'delete') return { row: last.cause };
  const told = tellingEvent(past, value) ?? tellingField(value);
  // Nothing reads alike in all versions: that is the creation.
  if (told === undefined) return { row: rowOfValue(past, object, () => 0) };
  return typeof told === 'number' ? { row: told } : { field: told, ...findField(past, object, { path: told, value }) };
}

function findField(
  past: Past,
  object: ObjectPlace,
  { path, value }: { readonly path: string; readonly value: unknown },
): Found {
  const read = fieldReader(path);
  const seen = read(value);
  return { row: rowOfValue(past, object, read), ...(seen === undefined ? {} : { value: textOf(seen) }) };
}

/** The row of the last write that gave what `read` reads its present value; of the creation if it never had another. */
function rowOfValue(past: Past, object: ObjectPlace, read: (object: unknown) => unknown): number | undefined {
  const entry = past.entry(object);
  let oldest: number | undefined = entry?.revision;
  for (const { value, previous, cause } of past.back(past.last(object))) {
    if (previous === undefined || !isSame(steady(read(value)), steady(read(previous)))) return cause;
    oldest = Number(previous.metadata.resourceVersion);
  }
  // No other version than the first one is forgotten.
  return entry !== undefined && oldest === entry.createRevision ? past.rowOf(oldest) : undefined;
}

/** A condition without its heartbeat. */
function steady(value: unknown): unknown {
  if (!isRecord(value) || value.lastHeartbeatTime === undefined) return value;
  const { lastHeartbeatTime: _, ...rest } = value;
  return rest;
}

function subjectOfRevision(past: Past, revision: number): ObjectPlace | undefined {
  const change = past.at(revision);
  return change && subjectOf(change);
}

/** As kubectl prints a field: text as it is, several values side by side, everything else as JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const items = Array.isArray(value) ? value.flat().filter((item) => item !== null) : [value];
  return items.every((item) => typeof item !== 'object') ? items.join(', ') : JSON.stringify(value);
}

function nextOf(of: Explained, { kind, namespace, name }: ObjectPlace): readonly WaitRow[] {
  return of
    .waits()
    .filter((wait) => wait.kind === kind && wait.namespace === namespace && wait.name === name)
    .sort((a, b) => a.until - b.until);
}

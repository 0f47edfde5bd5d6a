/** Answers "why?": finds the write that is meant, walks back from it, and folds the way into a few cards. */
import type { WaitRow } from '../client/simulation';
import type { ObjectPlace, WhyChain, WhySubject } from '../client/why';
import type { Change } from '../storage/store';
import { cardsOf } from './cards';
import type { Deeds } from './deeds';
import type { Explained } from './explained';
import { isSame } from './fieldDiffs';
import { fieldReader } from './fieldPath';
import { fold } from './fold';
import { Past, subjectOf } from './past';
import { tellingField } from './telling';
import { walk } from './walk';

/** The chain that leads to what `subject` names; undefined if nothing is known of it. */
export function why(of: Explained, deeds: Deeds, subject: WhySubject): WhyChain | undefined {
  const past = new Past(of.store);
  const found = find(past, subject);
  if (found === undefined) return undefined;
  const { change, value, isForgotten } = found;
  const { hops, isCut } = change === undefined ? { hops: [], isCut: true } : walk(of, past, change.cause);
  const object = subject.type === 'revision' ? change && subjectOf(change) : subject.object;
  return {
    subject,
    ...(value === undefined ? {} : { value }),
    ...fold(cardsOf(hops, deeds)),
    next: object === undefined ? [] : nextOf(of, object),
    ...(isCut || isForgotten ? { isCut: true } : {}),
  };
}

interface Found {
  /** The write that is meant; undefined: it is forgotten. */
  readonly change: Change | undefined;
  readonly value?: string;
  readonly isForgotten?: boolean;
}

function find(past: Past, subject: WhySubject): Found | undefined {
  if (subject.type === 'revision') {
    const change = past.at(subject.revision);
    return change && { change };
  }
  const last = past.last(subject.object);
  if (last === undefined) return past.has(subject.object) ? { change: undefined } : undefined;
  const path = subject.type === 'field' ? subject.path : last.type === 'delete' ? undefined : tellingField(last.value);
  if (path === undefined) return last.type === 'delete' ? { change: last } : creationOf(past, last);
  const read = fieldReader(path);
  const value = read(last.value);
  const change = writeOf(past, last, read);
  return { change, ...(subject.type === 'field' && value !== undefined ? { value: textOf(value) } : {}) };
}

/** The last write that gave what `read` reads its present value; the creation if it never had another. */
function writeOf(past: Past, last: Change, read: (object: unknown) => unknown): Change | undefined {
  for (const change of past.back(last)) {
    if (change.previous === undefined || !isSame(read(change.value), read(change.previous))) return change;
  }
  return undefined;
}

function creationOf(past: Past, last: Change): Found {
  let oldest = last;
  for (const change of past.back(last)) oldest = change;
  return oldest.previous === undefined ? { change: oldest } : { change: undefined };
}

/** As kubectl prints a field: text as it is, everything else as JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nextOf(of: Explained, { kind, namespace, name }: ObjectPlace): readonly WaitRow[] {
  return of
    .waits()
    .filter((wait) => wait.kind === kind && wait.namespace === namespace && wait.name === name)
    .sort((a, b) => a.until - b.until);
}

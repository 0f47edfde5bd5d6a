/**
 * Links that hold a run: `#z1:` and compact JSON in the envelope of all links, deflated with a dictionary. Decoders of
 * old versions are kept for ever.
 */
import type { Run } from '../../client/simulation';
import { checkRun } from '../../client/runSchema';
import { compact, expand } from './compact';
import { DICTIONARY } from './dictionary';
import { type EnvelopeProblem, type LinkKind, type Sealed, seal, unseal } from './envelope';

/** Runs in links. */
const RUN: LinkKind = { letter: 'z', version: 1, dictionary: DICTIONARY };

/** Why a link does not open. */
export type LinkProblem =
  | EnvelopeProblem
  | { readonly type: 'notARun'; readonly where: string }
  /** The course has no lesson of that name. */
  | { readonly type: 'noLesson'; readonly name: string }
  /** A lesson of one's own with a mistake, in words. */
  | { readonly type: 'badLesson'; readonly text: string }
  /** The fragment is none that this page makes. */
  | { readonly type: 'unknown'; readonly text: string };

export type LinkContent =
  | { readonly type: 'none' }
  | { readonly type: 'run'; readonly run: Run }
  | { readonly type: 'bad'; readonly problem: LinkProblem };

/** The fragment, `#` included, that opens `run`. The same run gives the same text. */
export function encodeRun(run: Run): Sealed {
  return seal(RUN, JSON.stringify(compact(run)));
}

/** Reads a fragment, with or without its `#`. Never throws. */
export function decodeFragment(fragment: string): LinkContent {
  const opened = unseal(RUN, fragment);
  if (opened.type !== 'text') return opened;
  let value: unknown;
  try {
    value = JSON.parse(opened.text);
  } catch {
    return { type: 'bad', problem: { type: 'notARun', where: 'JSON' } };
  }
  const check = checkRun(expand(value));
  return check.type === 'run' ? check : { type: 'bad', problem: check };
}

/** Guess and run, line by line. Pure. */
import type { Fate, Outcome, OutcomeAsk, Seen } from '../../client/predict';
import type { TextKey } from '../i18n/text';
import type { Guess } from './predictStore';

/** One line of the table. */
export interface VerdictLine {
  readonly question: 'where' | 'after' | 'restarts' | 'ready';
  readonly guess: string | number | undefined;
  /** Undefined: it has not come to that. */
  readonly run: string | number | undefined;
  /** The write that shows it. */
  readonly seen?: Seen;
  /** Undefined: it was left open, or cannot be told yet. */
  readonly isRight?: boolean;
}

/** Seconds that a guess may be off: two, or a tenth of what it was. */
const isNear = (guess: number, run: number) => Math.abs(guess - run) <= Math.max(2_000, run / 10);

/** A fate as the form names it: a node's name stands behind a slash, so that none is mistaken for another fate. */
export const fateWord = (fate: Fate): string => (fate.type === 'node' ? `node/${fate.node}` : fate.type);

/** The lines that were asked; those of a pod come first. `isOver`: what has not come will not come any more. */
export function verdictLines(guess: Guess, outcome: Outcome, isOver: boolean): readonly VerdictLine[] {
  const { fate, placed, restarts, restarted, ready, counted, until, since } = outcome;
  const lines: VerdictLine[] = [];
  const line = (
    question: VerdictLine['question'],
    guessed: string | number | undefined,
    run: string | number | undefined,
    seen: Seen | undefined,
    isSame = guessed === run,
  ) =>
    lines.push({
      question,
      guess: guessed,
      run,
      ...(seen === undefined ? {} : { seen }),
      ...(guessed === undefined || (run === undefined && !isOver) ? {} : { isRight: isSame }),
    });
  const afterMs = until === undefined ? undefined : until.at - since;
  const { afterMs: guessedMs } = guess;
  if (fate !== undefined) line('where', guess.where, fateWord(fate), placed);
  line(
    'after',
    guessedMs,
    afterMs,
    until,
    guessedMs !== undefined && afterMs !== undefined && isNear(guessedMs, afterMs),
  );
  if (fate !== undefined) line('restarts', guess.restarts, restarts, restarted);
  line('ready', guess.ready, ready, counted);
  return lines;
}

/** What the time of a line is about: a pod that nobody replaces may be gone instead. */
export const afterKey = ({ until, owner }: Pick<OutcomeAsk, 'until' | 'owner'>): TextKey =>
  until === 'ready' && owner === undefined ? 'predict.after.end' : `predict.after.${until}`;

/** Says to screen readers what somebody hears of, politely and at a bounded rate. */
import { useEffect, useState } from 'react';
import { Announcer } from './announce';

/** What belongs together is waited for, so that it is told together. */
const MOMENT_MS = 200;

interface SpokenProps {
  /** Begins to listen: tells its news to the announcer and calls `wake` then. Hands back what ends it. Give a stable function. */
  readonly listen: (announcer: Announcer, wake: () => void) => () => void;
  /** What is said now, if anything. Give a stable function. */
  readonly sentenceOf: (announcer: Announcer, now: number) => string | undefined;
  /** Marks the element for those who look for it: `announcer`, `requests`. */
  readonly name: string;
}

export function Spoken({ listen, sentenceOf, name }: SpokenProps) {
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const announcer = new Announcer();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      timer = undefined;
      const words = sentenceOf(announcer, performance.now());
      if (words !== undefined) setSentence(words);
      // Timers count whole milliseconds: one that comes a little early has said nothing yet.
      wake();
    };
    const wake = () => {
      const due = announcer.dueInMs(performance.now());
      if (due !== undefined) timer ??= setTimeout(speak, Math.max(MOMENT_MS, due));
    };
    const stop = listen(announcer, wake);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [listen, sentenceOf]);
  return (
    <div className="sr-only" aria-live="polite" aria-atomic="true" data-spoken={name}>
      {sentence}
    </div>
  );
}

/** Tells screen readers what became of requests, politely and at a bounded rate. */
import { useEffect, useState } from 'react';
import { useText } from '../i18n/useText';
import { Announcer } from '../tree/announce';
import { endWord } from './requestWords';
import { onRequests, outcomeOf } from './trafficStore';

/** More than these are told as numbers. */
const ONE_BY_ONE = 3;

export function RequestNews() {
  const t = useText();
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const announcer = new Announcer();
    const sums = { ok: 0, failed: 0, lost: 0 };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      timer = undefined;
      if (sums.ok + sums.failed + sums.lost > ONE_BY_ONE) {
        announcer.take(performance.now(), String);
        setSentence(t('traffic.news.many', { ...sums }));
      } else {
        const words = announcer.take(performance.now(), (count) => t('tree.more', { count }));
        if (words !== undefined) setSentence(words);
      }
      Object.assign(sums, { ok: 0, failed: 0, lost: 0 });
    };
    const stop = onRequests((requests) => {
      for (const record of requests) {
        sums[outcomeOf(record)] += record.stands ?? 1;
        const { id, method, url } = record;
        announcer.add(String(id), t('traffic.news.one', { method, url, end: endWord(record, t) }));
      }
      const due = announcer.dueInMs(performance.now());
      if (due !== undefined) timer ??= setTimeout(speak, Math.max(300, due));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [t]);
  return (
    <div className="sr-only" aria-live="polite" aria-atomic="true" data-requests>
      {sentence}
    </div>
  );
}

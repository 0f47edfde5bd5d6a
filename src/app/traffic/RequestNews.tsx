/** Tells screen readers what became of requests. */
import { useMemo } from 'react';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import type { Announcer } from '../tree/announce';
import { Spoken } from '../tree/Spoken';
import { endWord } from './requestWords';
import { onRequests, outcomeOf } from './trafficStore';

/** More than these are told as numbers. */
const ONE_BY_ONE = 3;

export function RequestNews() {
  const t = useText();
  const news = useMemo(() => requestNews(t), [t]);
  return <Spoken name="requests" {...news} />;
}

function requestNews(t: Translate) {
  let sums = { ok: 0, failed: 0, lost: 0 };
  return {
    listen: (announcer: Announcer, wake: () => void) =>
      onRequests((requests) => {
        for (const record of requests) {
          sums[outcomeOf(record)] += record.stands ?? 1;
          const { id, method, url } = record;
          announcer.add(String(id), t('traffic.news.one', { method, url, end: endWord(record, t) }));
        }
        wake();
      }),
    sentenceOf: (announcer: Announcer, now: number) => {
      const { ok, failed, lost } = sums;
      sums = { ok: 0, failed: 0, lost: 0 };
      const words = announcer.take(now, (count) => t('tree.more', { count }));
      return ok + failed + lost > ONE_BY_ONE ? t('traffic.news.many', { ok, failed, lost }) : words;
    },
  };
}

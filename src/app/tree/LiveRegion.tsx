/** Tells screen readers what changes in the cluster, politely and at a bounded rate. */
import { useEffect, useState } from 'react';
import { useObjects } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { Announcer, nodeNews, podNews } from './announce';

export function LiveRegion() {
  const objects = useObjects();
  const t = useText();
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const announcer = new Announcer();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      timer = undefined;
      const words = announcer.take(performance.now(), (count) => t('tree.more', { count }));
      if (words !== undefined) setSentence(words);
    };
    const wake = () => {
      const due = announcer.dueInMs(performance.now());
      // A moment's wait lets what belongs together be told together.
      if (due !== undefined) timer ??= setTimeout(speak, Math.max(200, due));
    };
    const deleted = t('tree.deleted');
    const stops = [
      objects.onKind('Pod', (changes) => {
        for (const { key, object, previous } of changes) {
          const news = podNews(object, previous, deleted);
          if (news !== undefined) announcer.add(`Pod ${key}`, news);
        }
        wake();
      }),
      objects.onKind('Node', (changes) => {
        for (const { key, object, previous } of changes) {
          const news = previous === undefined ? undefined : nodeNews(object, previous, deleted);
          if (news !== undefined) announcer.add(`Node ${key}`, news);
        }
        wake();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
    };
  }, [objects, t]);
  return (
    <div className="sr-only" aria-live="polite" aria-atomic="true" data-announcer>
      {sentence}
    </div>
  );
}

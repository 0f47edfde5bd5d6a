/** Tells screen readers what changes in the cluster. */
import { useCallback } from 'react';
import { useObjects } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { type Announcer, nodeNews, podNews } from './announce';
import { Spoken } from './Spoken';

export function LiveRegion() {
  const objects = useObjects();
  const t = useText();
  const listen = useCallback(
    (announcer: Announcer, wake: () => void) => {
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
      };
    },
    [objects, t],
  );
  const sentenceOf = useCallback(
    (announcer: Announcer, now: number) => announcer.take(now, (count) => t('tree.more', { count })),
    [t],
  );
  return <Spoken name="objects" listen={listen} sentenceOf={sentenceOf} />;
}

/** What a screen reader is told of the control plane, at a bounded rate, and the button that opens the list where there is no inspector. */
import { useCallback } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import type { LayoutSize } from '../layout/layoutSize';
import { isAsked, selectionStore } from '../stores/selectionStore';
import type { Announcer } from '../tree/announce';
import { Spoken } from '../tree/Spoken';
import { onActivities, planeStore } from './planeStore';
import { actorText, codeText, writeText } from './words';

export function PlaneNews({ size }: { readonly size: LayoutSize }) {
  const isSmall = size === 'phone' || size === 'embed';
  return (
    <>
      {isSmall ? <LatestButton /> : null}
      <WriteNews />
    </>
  );
}

function LatestButton() {
  const t = useText();
  const last = useStore(planeStore, ({ rows }) => rows.at(-1)?.id);
  const heard = useStore(planeStore, ({ rows }) => rows.length);
  const asked = useStore(selectionStore, isAsked);
  if (last === undefined || asked) return null;
  return (
    <button
      type="button"
      className="btn canvas-ui plane-latest"
      onClick={() => selectionStore.getState().selectWrite(last)}
    >
      {t('controlPlane.latest.open', { count: heard })}
    </button>
  );
}

function WriteNews() {
  const t = useText();
  const listen = useCallback(
    (announcer: Announcer, wake: () => void) =>
      onActivities((activities) => {
        for (const activity of activities) {
          if (activity.type !== 'write' || activity.routine === true || activity.code === 0) continue;
          const { by, controller, code, path } = activity;
          const what = { actor: actorText(by, controller, t), what: writeText(activity), code: codeText(code) };
          announcer.add(`${by} ${path}`, t('controlPlane.said', what));
        }
        wake();
      }),
    [t],
  );
  const sentenceOf = useCallback(
    (announcer: Announcer, now: number) => announcer.take(now, (count) => t('controlPlane.more', { count })),
    [t],
  );
  return <Spoken name="writes" listen={listen} sentenceOf={sentenceOf} />;
}

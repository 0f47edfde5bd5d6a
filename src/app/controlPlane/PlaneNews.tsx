/** What a screen reader is told of the control plane, at a bounded rate, and the button that opens the list where there is no inspector. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import type { LayoutSize } from '../layout/layoutSize';
import { isAsked, selectionStore } from '../stores/selectionStore';
import { Announcer } from '../tree/announce';
import { onActivities, planeStore } from './planeStore';
import { actorText, codeText, writeText } from './words';

export function PlaneNews({ size }: { readonly size: LayoutSize }) {
  const isSmall = size === 'phone' || size === 'embed';
  return (
    <>
      {isSmall ? <LatestButton /> : null}
      <Spoken />
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

function Spoken() {
  const t = useText();
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const announcer = new Announcer();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      timer = undefined;
      const words = announcer.take(performance.now(), (count) => t('controlPlane.more', { count }));
      if (words !== undefined) setSentence(words);
    };
    const stop = onActivities((activities) => {
      for (const activity of activities) {
        if (activity.type !== 'write' || activity.routine === true || activity.code === 0) continue;
        const { by, controller, code, path } = activity;
        const what = { actor: actorText(by, controller, t), what: writeText(activity), code: codeText(code) };
        announcer.add(`${by} ${path}`, t('controlPlane.said', what));
      }
      const due = announcer.dueInMs(performance.now());
      if (due !== undefined) timer ??= setTimeout(speak, Math.max(200, due));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [t]);
  return (
    <div className="sr-only" aria-live="polite" aria-atomic="true">
      {sentence}
    </div>
  );
}

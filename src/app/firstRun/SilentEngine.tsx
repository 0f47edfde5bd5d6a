/** Says that the engine has not answered for a while; the person waits or ends it. Goes by itself when the engine answers. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import './firstRun.css';
import { useBackend } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useLocale, useText } from '../i18n/useText';
import { holdBack, lessonAtWork, letGo } from '../lesson/heldBack';
import { lessonStore } from '../lesson/lessonStore';
import { playbackStore } from '../stores/playbackStore';

/** Whoever waits is asked again after so long. */
const WAIT_MS = 30_000;

export function SilentEngine() {
  const t = useText();
  const locale = useLocale();
  const { stop } = useBackend();
  const [isWaiting, setWaiting] = useState(false);
  const beginning = useStore(lessonStore, (state) => state.beginning);
  const open = useStore(lessonStore, (state) => state.open);
  const title = (beginning ?? open?.lesson)?.texts[locale].title;
  useEffect(() => {
    holdBack();
    return () => {
      if (!playbackStore.getState().isStopped) letGo();
    };
  }, []);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setWaiting(false), WAIT_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  const end = () => {
    const lesson = lessonAtWork();
    lessonStore.setState({ stalled: lesson && { lesson, isOpen: beginning === undefined } });
    playbackStore.getState().setStopped();
    stop?.(t('silent.why'));
  };
  if (isWaiting) return null;
  return (
    <div className="toast silent">
      <Icon name="warn" />
      <div className="grow">
        <b>{t('silent.title')}</b>
        <div className="ink2 text-12">{t('silent.text')}</div>
        {title === undefined ? null : <div className="text-12 wrap-anywhere">{t('silent.lesson', { title })}</div>}
        <button type="button" className="btn" onClick={() => setWaiting(true)}>
          {t('silent.wait')}
        </button>{' '}
        <button type="button" className="btn" onClick={end}>
          {t('silent.stop')}
        </button>
      </div>
    </div>
  );
}

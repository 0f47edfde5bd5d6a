/** The dialog about a dead engine. */
import { AlertDialog } from 'radix-ui';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Run } from '../../client/simulation';
import '../actions/actions.css';
import './firstRun.css';
import { filesOfRun } from '../editor/draftStore';
import { Icon } from '../icons/Icon';
import { useLocale, useText } from '../i18n/useText';
import { lessonStore } from '../lesson/lessonStore';
import { dropLesson } from '../lesson/openLesson';
import { download, reportFileText } from '../share/runFile';
import { playbackStore } from '../stores/playbackStore';
import { shortClock } from '../timeline/clockText';
import { beforeCrash } from './beforeCrash';

interface CrashReportProps {
  readonly why: string;
  readonly run: Run | undefined;
  readonly onRestart: (run?: Run) => Promise<void>;
}

export function CrashReport({ why, run, onRestart }: CrashReportProps) {
  const t = useText();
  const locale = useLocale();
  const isStopped = useStore(playbackStore, (state) => state.isStopped);
  const stalled = useStore(lessonStore, (state) => state.stalled);
  const open = useStore(lessonStore, (state) => state.open);
  const [refusal, setRefusal] = useState<string>();
  const restart = (from?: Run) => {
    onRestart(from).catch((error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)));
  };
  const startOver = async () => {
    // Within a lesson that is the lesson's beginning.
    restart(open === undefined ? undefined : await (await import('../lesson/course')).startRunOf(open.lesson));
  };
  const leave = () => {
    const { before } = lessonStore.getState();
    dropLesson();
    lessonStore.setState({ stalled: undefined, before: undefined });
    restart(before && { ...before, files: {} });
  };
  // The run of a lesson that never opened is nowhere to go back to.
  const back = run === undefined || stalled?.isOpen === false ? undefined : beforeCrash(run, open?.startMs);
  const moment = run === undefined ? '' : shortClock(run.untilMs);
  const report = () => {
    if (run === undefined) return;
    const where = `${navigator.userAgent} ${window.location.href.split('#')[0]}`;
    download('kubeloop-report.json', reportFileText({ why, where, run: { ...run, files: filesOfRun() } }));
  };
  return (
    <AlertDialog.Root open>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog" onEscapeKeyDown={(event) => event.preventDefault()}>
          <AlertDialog.Title asChild>
            <h2>{t(isStopped ? 'crash.stopped' : 'crash.title')}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description className="ink2">
            {t(isStopped ? 'crash.stopped.text' : 'crash.text', { moment })}
          </AlertDialog.Description>
          {stalled === undefined ? null : (
            <p className="ink2">{t('crash.stopped.lesson', { title: stalled.lesson.texts[locale].title })}</p>
          )}
          {/* The transport's own status lies behind the dialog, out of reach of screen readers. */}
          <div className="cmd wrap-anywhere" role="status">
            {t('health.failed', { why })}
          </div>
          {refusal === undefined ? null : (
            <p className="callout bad" role="alert">
              {refusal}
            </p>
          )}
          <div className="dialog-buttons crash-buttons">
            {stalled === undefined ? null : (
              <AlertDialog.Action asChild>
                <button type="button" className="btn primary" onClick={leave}>
                  {t('lesson.leave')}
                </button>
              </AlertDialog.Action>
            )}
            {back === undefined ? null : (
              <AlertDialog.Action asChild>
                <button
                  type="button"
                  className={stalled === undefined ? 'btn primary' : 'btn'}
                  onClick={() => restart(back)}
                >
                  {t('crash.back', { moment: shortClock(back.untilMs) })}
                </button>
              </AlertDialog.Action>
            )}
            <AlertDialog.Cancel asChild>
              <button type="button" className="btn" onClick={() => void startOver()}>
                {t('crash.over')}
              </button>
            </AlertDialog.Cancel>
            <span className="grow" />
            {run === undefined ? null : (
              <button type="button" className="btn quiet" onClick={report}>
                <Icon name="down" size={14} />
                {t('crash.report')}
              </button>
            )}
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

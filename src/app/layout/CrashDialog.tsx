/** Shown when the engine died: why, and the way back. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Run } from '../../client/simulation';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';

interface CrashDialogProps {
  readonly run: Run | undefined;
  readonly onRestart: (run?: Run) => Promise<void>;
}

export function CrashDialog({ run, onRestart }: CrashDialogProps) {
  const t = useText();
  const why = useStore(playbackStore, (state) => state.crash);
  const [refusal, setRefusal] = useState<string>();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (why !== undefined) first.current?.focus();
  }, [why]);
  if (why === undefined) return null;
  const restart = (from?: Run) => {
    onRestart(from).catch((error: unknown) => setRefusal(String(error)));
  };
  return (
    <div
      className="crash"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="crash-title"
      aria-describedby="crash-why"
    >
      <div className="dialog">
        <h2 id="crash-title">{t('crash.title')}</h2>
        <p id="crash-why" className="mono wrap-anywhere">
          {t('crash.text', { why })}
        </p>
        {refusal === undefined ? null : <p className="text-failed-text">{refusal}</p>}
        <div className="row mt-4 justify-end">
          {run === undefined ? null : (
            <button ref={first} type="button" className="btn primary" onClick={() => restart(run)}>
              {t('crash.restore')}
            </button>
          )}
          <button ref={run === undefined ? first : undefined} type="button" className="btn" onClick={() => restart()}>
            {t('crash.over')}
          </button>
        </div>
      </div>
    </div>
  );
}

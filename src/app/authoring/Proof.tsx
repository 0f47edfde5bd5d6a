/** The proof of the lesson: its solution, doing nothing, and each wrong try, played in clusters of their own. */
import { useEffect, useRef, useState } from 'react';
import type { Lesson } from '../../lessons/lesson';
import type { ProvedAttempt } from '../../lessons/proof';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { proveInWorker } from './proveInWorker';

interface ProofProps {
  readonly lesson: Lesson;
  /** The files have mistakes: what is proved is their last good state. */
  readonly isStale: boolean;
}

type State =
  | { readonly type: 'none' }
  | { readonly type: 'running' }
  | { readonly type: 'ended'; readonly lesson: Lesson; readonly problems: readonly string[] };

export function Proof({ lesson, isStale }: ProofProps) {
  const t = useText();
  const [state, setState] = useState<State>({ type: 'none' });
  const [attempts, setAttempts] = useState<readonly ProvedAttempt[]>([]);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const prove = async () => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    setAttempts([]);
    setState({ type: 'running' });
    const problems = await proveInWorker(
      lesson,
      (attempt) => setAttempts((all) => [...all, attempt]),
      controller.signal,
    ).catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
    if (!controller.signal.aborted) setState({ type: 'ended', lesson, problems });
  };
  return (
    <div className="author-proof">
      <p className="dim text-12">{t('author.proof.text')}</p>
      <button
        type="button"
        className="btn primary"
        disabled={state.type === 'running' || isStale}
        onClick={() => void prove()}
      >
        <Icon name="check" size={14} />
        {t(state.type === 'running' ? 'author.proof.running' : 'author.proof.run')}
      </button>
      <div role="status">
        {state.type !== 'ended' ? null : state.problems.length === 0 ? (
          <p className="callout">{t('author.proof.good')}</p>
        ) : (
          <ul className="callout bad">
            {state.problems.map((problem, index) => (
              <li key={index}>
                <pre>{problem}</pre>
              </li>
            ))}
          </ul>
        )}
        {state.type === 'ended' && state.lesson !== lesson ? <p className="dim">{t('author.proof.old')}</p> : null}
      </div>
      {attempts.map(({ name, missed, undone, transcript }) => (
        <details key={name}>
          <summary>
            <span className="mono">{name}</span>
            <span className="dim text-12">
              {missed.length === 0 ? t('author.proof.reached') : t('author.proof.missed', { goals: missed.join(', ') })}
              {undone.length === 0 ? null : ` · ${t('author.proof.undone', { steps: undone.join(', ') })}`}
            </span>
          </summary>
          <pre className="mono">{transcript}</pre>
        </details>
      ))}
    </div>
  );
}

/** On the graph: guess and run side by side, line by line, once it has happened; until then what is waited for. */
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import type { Outcome } from '../../client/predict';
import { elapsedText } from '../graph/duration';
import { Icon } from '../icons/Icon';
import { IconButton } from '../icons/IconButton';
import type { TextKey, Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { selectionStore } from '../stores/selectionStore';
import { shortClock } from '../timeline/clockText';
import { MomentLink } from '../timeline/MomentLink';
import { whyStore } from '../why/whyStore';
import './predict.css';
import { type Prediction, predictStore } from './predictStore';
import { usePredictions } from './usePredictions';
import { afterKey, type VerdictLine, verdictLines } from './verdict';

export function PredictPanel({ simulation }: { readonly simulation: Simulation }) {
  const t = useText();
  const predictions = usePredictions(simulation);
  const [chosen, choose] = useState<number>();
  const [isFolded, fold] = useState(false);
  const stage = document.querySelector('.stage');
  const at = Math.max(
    0,
    predictions.findIndex(({ id }) => id === (chosen ?? predictions.at(-1)?.id)),
  );
  const prediction = predictions[at];
  if (stage === null || prediction === undefined) return null;
  const go = (step: number) => choose(predictions[at + step]?.id);
  return createPortal(
    <section className="predict-panel" aria-label={t('predict.list')}>
      <header>
        <button
          type="button"
          className="btn quiet icon predict-fold"
          aria-expanded={!isFolded}
          aria-label={t(isFolded ? 'predict.unfold' : 'predict.fold')}
          title={t(isFolded ? 'predict.unfold' : 'predict.fold')}
          onClick={() => fold(!isFolded)}
        >
          <Icon name="chev" size={14} />
        </button>
        <h2 className="grow ell">{t('predict.of', { what: t(prediction.label), name: prediction.name })}</h2>
        {predictions.length < 2 ? null : (
          <span className="num dim predict-count">
            <button type="button" aria-label={t('predict.earlier')} disabled={at === 0} onClick={() => go(-1)}>
              <Icon name="chev" size={14} />
            </button>
            {at + 1}/{predictions.length}
            <button
              type="button"
              aria-label={t('predict.later')}
              disabled={at === predictions.length - 1}
              onClick={() => go(1)}
            >
              <Icon name="chev" size={14} />
            </button>
          </span>
        )}
        <IconButton
          icon="x"
          label={t('predict.remove')}
          size={14}
          onClick={() => predictStore.getState().remove(prediction.id)}
        />
      </header>
      {isFolded ? null : <Body key={prediction.id} prediction={prediction} simulation={simulation} />}
    </section>,
    stage,
  );
}

interface BodyProps {
  readonly prediction: Prediction;
  readonly simulation: Simulation;
}

function Body({ prediction, simulation }: BodyProps) {
  const { id, outcome, isShown } = prediction;
  const t = useText();
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  if (isShown && outcome !== undefined)
    return (
      <div role="status">
        <Verdict prediction={prediction} outcome={outcome} simulation={simulation} />
      </div>
    );
  const hasBegun = outcome?.ready !== undefined;
  return (
    <div className="predict-wait">
      <p role="status">
        {outcome === undefined || hasBegun
          ? t('predict.waiting', { since: shortClock((outcome?.since ?? prediction.ask.since) - startedAt) })
          : t('predict.waiting.drain')}
      </p>
      <button
        type="button"
        className="btn"
        disabled={!hasBegun}
        onClick={() => predictStore.getState().change(id, { isShown: true })}
      >
        {t('predict.showNow')}
      </button>
    </div>
  );
}

interface VerdictProps extends BodyProps {
  readonly outcome: Outcome;
}

function Verdict({ prediction, outcome, simulation }: VerdictProps) {
  const t = useText();
  const { guess, ask } = prediction;
  const lines = verdictLines(guess, outcome, outcome.isOver);
  const marked = lines.filter(({ isRight }) => isRight !== undefined);
  return (
    <>
      <table className="predict-table">
        <thead>
          <tr>
            <th scope="col">{t('predict.question')}</th>
            <th scope="col">{t('predict.guess')}</th>
            <th scope="col">{t('predict.happened')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.question} data-right={line.isRight}>
              <th scope="row">{t(questionKey(line, ask))}</th>
              <td>{line.guess === undefined ? <span className="dim">–</span> : valueText(line, line.guess, t)}</td>
              <td>
                <Run line={line} simulation={simulation} outcome={outcome} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="predict-sum">
        {outcome.isOver ? '' : `${t('predict.notOver')} `}
        {marked.length === 0
          ? ''
          : t('predict.right', { right: marked.filter(({ isRight }) => isRight).length, all: marked.length })}
      </p>
    </>
  );
}

interface RunProps {
  readonly line: VerdictLine;
  readonly simulation: Simulation;
  readonly outcome: Outcome;
}

/** What happened, as a link to the moment, with its reason and its mark. */
function Run({ line, simulation, outcome }: RunProps) {
  const t = useText();
  const { run, seen, isRight } = line;
  if (run === undefined) return <span className="dim">{t('predict.notYet')}</span>;
  const text = valueText(line, run, t);
  return (
    <span className="predict-run">
      {isRight === undefined ? null : (
        <span className="predict-mark">
          <Icon name={isRight ? 'check' : 'x'} size={14} />
          <span className="sr-only">{t(isRight ? 'predict.mark.right' : 'predict.mark.wrong')}</span>
        </span>
      )}
      <span>{seen === undefined ? text : <MomentLink at={seen.at}>{text}</MomentLink>}</span>
      {seen === undefined ? null : (
        <button
          type="button"
          className="btn quiet predict-why"
          onClick={() => askWhy(seen.revision, outcome, simulation)}
        >
          {t('step.why')}
        </button>
      )}
    </span>
  );
}

function askWhy(revision: number, { pod }: Outcome, simulation: Simulation): void {
  if (pod !== undefined) {
    const { kind, name, namespace } = pod;
    selectionStore.getState().select({ kind, name, ...(namespace === undefined ? {} : { namespace }) });
  }
  void whyStore.getState().ask(simulation, { type: 'revision', revision });
}

function questionKey({ question }: VerdictLine, ask: Prediction['ask']): TextKey {
  return question === 'after' ? afterKey(ask) : `predict.line.${question}`;
}

function valueText({ question }: VerdictLine, value: string | number, t: Translate): string {
  if (typeof value === 'number') return question === 'after' ? elapsedText(value) : String(value);
  if (value.startsWith('node/')) return t('predict.fate.node', { node: value.slice('node/'.length) });
  const fate = (['restarts', 'stays', 'pending', 'nowhere'] as const).find((known) => known === value);
  return fate === undefined ? value : t(`predict.fate.${fate}`);
}

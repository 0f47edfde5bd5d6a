/** Run until a condition holds, and breakpoints: the expression with its present value, examples, what is set. */
import { Dialog } from 'radix-ui';
import { type FormEvent, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import { selectionStore } from '../stores/selectionStore';
import { BreakpointList } from './BreakpointList';
import { ConditionWords } from './ConditionWords';
import { examplesFor } from './examples';
import { presentBreakpoints, setBreakpoints, stepStore } from './stepStore';
import './stepping.css';
import { type Looked, useEvaluation } from './useEvaluation';

export function ConditionDialog({ simulation }: { readonly simulation: Simulation }) {
  const t = useText();
  const id = useId();
  const { expression, write, setOpen, step } = useStore(stepStore);
  const [refusal, setRefusal] = useState<string>();
  const looked = useEvaluation(simulation, expression);
  const isCondition = looked?.type === 'value' && looked.of.isCondition;
  // What could not be told may still become true: the objects that it is about are not there yet.
  const isUsable = isCondition || (looked?.type === 'value' && looked.of.error !== undefined);
  const change = (text: string) => {
    setRefusal(undefined);
    write(text);
  };
  const run = (event: FormEvent) => {
    event.preventDefault();
    if (!isUsable) return;
    setOpen(false);
    void step(simulation, { type: 'condition', expression });
  };
  const stopHere = async () => {
    const present = presentBreakpoints();
    setRefusal(await setBreakpoints(simulation, [...present, { id: nextId(present), expression }]));
  };
  return (
    <DialogFrame
      title={t('step.until.title')}
      className="step-dialog"
      aria-describedby={`${id}-what`}
      onClose={() => setOpen(false)}
    >
      <p id={`${id}-what`} className="ink2">
        {t('step.until.what')}
      </p>
      <form onSubmit={run} className="dialog-form">
        <label className="dialog-field">
          {t('step.condition')}
          <input
            className="field"
            value={expression}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            aria-describedby={`${id}-now`}
            aria-invalid={looked?.type === 'mistake'}
            onChange={(event) => change(event.target.value)}
          />
        </label>
        <Now id={`${id}-now`} looked={looked} refusal={refusal} />
        <Examples onChoose={change} />
        <div className="dialog-buttons">
          <button type="button" className="btn" disabled={!isUsable} onClick={() => void stopHere()}>
            <Icon name="flag" size={14} />
            {t('step.breakpoint.add')}
          </button>
          <button type="submit" className="btn primary" disabled={!isUsable}>
            {t('step.until.run')}
          </button>
        </div>
      </form>
      <BreakpointList simulation={simulation} />
      <ConditionWords />
      <div className="dialog-buttons">
        <Dialog.Close asChild>
          <button type="button" className="btn quiet">
            {t('step.close')}
          </button>
        </Dialog.Close>
      </div>
    </DialogFrame>
  );
}

/** One more than the highest. */
function nextId(present: readonly { readonly id: string }[]): string {
  return String(Math.max(0, ...present.map(({ id }) => Number(id))) + 1);
}

interface NowProps {
  readonly id: string;
  readonly looked: Looked | undefined;
  readonly refusal: string | undefined;
}

/** What the expression is at this moment, or what is wrong with it. */
function Now({ id, looked, refusal }: NowProps) {
  const t = useText();
  const wrong = refusal ?? (looked?.type === 'mistake' ? looked.words : undefined);
  if (wrong !== undefined)
    return (
      <div id={id} role="status" className="condition-now" data-wrong="true">
        <pre>{wrong}</pre>
      </div>
    );
  if (looked?.type !== 'value') return <div id={id} role="status" className="condition-now" />;
  const { value, error, isCondition } = looked.of;
  return (
    <div id={id} role="status" className="condition-now">
      <span className="dim">{t('step.now')}</span>
      {value === undefined ? (
        <span>{t('step.now.unknown', { why: error ?? '' })}</span>
      ) : (
        <span>
          <b className="mono">{value}</b>
          {isCondition ? null : <span className="dim"> {t('step.now.noCondition')}</span>}
        </span>
      )}
    </div>
  );
}

function Examples({ onChoose }: { readonly onChoose: (expression: string) => void }) {
  const t = useText();
  const selected = useStore(selectionStore, (state) => state.selected);
  return (
    <div>
      <h3>{t('step.examples')}</h3>
      <ul className="condition-examples">
        {examplesFor(selected).map((example) => (
          <li key={example}>
            <button type="button" className="btn" onClick={() => onChoose(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

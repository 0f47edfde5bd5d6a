/** The buttons for what is selected, with the command that the pointed one stands for. */
import { useState } from 'react';
import { Icon } from '../icons/Icon';
import { useSimulation } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { predictStore, questionOf } from '../predict/predictStore';
import { useStore } from 'zustand';
import { useReadOnly } from '../layout/useReadOnly';
import type { ObjectRef } from '../stores/selectionStore';
import { PutIntoTerminal } from '../terminal/PutIntoTerminal';
import type { Action } from './action';
import { actionStore } from './actionStore';
import './actions.css';
import type { Target } from './target';
import { lineText, useActionsFor, useStartAction, useTerminalLine } from './useActions';

interface ActionBarProps {
  readonly target: Target;
  readonly selected: ObjectRef;
}

export function ActionBar({ target, selected }: ActionBarProps) {
  const t = useText();
  const all = useActionsFor(target);
  const start = useStartAction();
  const [pointed, setPointed] = useState<string>();
  const shown = all.filter((action) => action.menuOnly !== true);
  const current = shown.find(({ id }) => id === pointed) ?? shown[0];
  const lineOf = useTerminalLine();
  const readOnly = useReadOnly();
  const simulation = useSimulation();
  const { isOn, turn } = useStore(predictStore);
  const put = current === undefined ? undefined : lineOf(current, target);
  const line = (action: Action) => lineText(action.line(target, {}), t);
  return (
    <div className="action-bar">
      {current === undefined ? null : (
        <div className="action-line">
          <span className="mono">{line(current)}</span>
          {put === undefined ? null : <PutIntoTerminal line={put} />}
        </div>
      )}
      {readOnly === undefined ? null : <p className="action-off dim">{t(readOnly)}</p>}
      <div className="action-buttons" role="toolbar" aria-label={t('actions.list')}>
        {shown.map((action) => (
          <button
            key={action.id}
            type="button"
            className={action.tone === 'danger' ? 'btn danger' : 'btn'}
            title={line(action)}
            aria-disabled={readOnly !== undefined && action.opensEditor !== true}
            onPointerEnter={() => setPointed(action.id)}
            onFocus={() => setPointed(action.id)}
            onClick={() => void start(action, target)}
          >
            <Icon name={action.icon} size={14} />
            {t(action.label)}
          </button>
        ))}
        {simulation !== undefined && all.some((action) => questionOf(action) !== undefined) ? (
          <button
            type="button"
            className="btn icon predict-first"
            aria-pressed={isOn}
            aria-label={t('predict.first')}
            title={`${t('predict.first')}: ${t('predict.first.what')}`}
            onClick={() => turn(!isOn)}
          >
            <Icon name="eye" />
          </button>
        ) : null}
        <button
          type="button"
          className="btn icon"
          aria-label={t('actions.more')}
          title={t('actions.more')}
          aria-haspopup="menu"
          onClick={(event) => {
            const { left, top } = event.currentTarget.getBoundingClientRect();
            actionStore.getState().openMenu({ ref: selected, x: left, y: top });
          }}
        >
          <Icon name="dots" />
        </button>
      </div>
    </div>
  );
}

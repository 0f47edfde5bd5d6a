/** Asks for what an action needs to know: replicas, labels, a name. Shows the command as it grows. Loaded when first asked. */
import { Dialog } from 'radix-ui';
import { type FormEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useObjects } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { IconButton } from '../icons/IconButton';
import { useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import { terminalStore } from '../terminal/terminalStore';
import type { Action, ActionNumber, ActionParams } from './action';
import { actionStore } from './actionStore';
import { changedLabels, labelRowsOf, type LabelRow } from './labelRows';
import { nextNodeName } from './machineActions';
import { containerOf, type Target } from './target';
import { lineText, useStartAction, useTerminalLine } from './useActions';

interface ActionDialogProps {
  readonly action: Action;
  readonly target: Target;
}

export function ActionDialog({ action, target }: ActionDialogProps) {
  const t = useText();
  const stop = useStore(actionStore, (state) => state.stopAsking);
  const start = useStartAction();
  const objects = useObjects();
  const [params, setParams] = useState<ActionParams>(() => firstParams(action, target, objects.list('Node')));
  const line = useTerminalLine()(action, target, params);
  const hasPut = useRef(false);
  const put = (text: string) => {
    hasPut.current = true;
    stop();
    terminalStore.getState().put(text);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    stop();
    void start(action, target, params);
  };
  return (
    <DialogFrame
      title={titleOf(action, target, t)}
      aria-describedby={undefined}
      onClose={stop}
      onCloseAutoFocus={(event) => {
        // What was put into the terminal took the keyboard there.
        if (hasPut.current) event.preventDefault();
      }}
    >
      <form onSubmit={submit} className="dialog-form">
        {action.input === 'replicas' ? <ReplicasField params={params} onChange={setParams} /> : null}
        {action.input === 'labels' ? <LabelFields target={target} onChange={setParams} /> : null}
        {action.number === undefined ? null : (
          <NumberField number={action.number} params={params} onChange={setParams} />
        )}
        {action.input === 'nodeName' ? <NodeNameField params={params} onChange={setParams} /> : null}
        <div className="cmd wrap-anywhere">{lineText(action.line(target, params), t)}</div>
        <div className="dialog-buttons">
          <Dialog.Close asChild>
            <button type="button" className="btn quiet">
              {t('actions.cancel')}
            </button>
          </Dialog.Close>
          {line === undefined ? null : (
            <button type="button" className="btn" title={line} onClick={() => put(line)}>
              <Icon name="term" size={14} />
              {t('terminal.put')}
            </button>
          )}
          <button type="submit" className="btn primary">
            {t(action.label)}
          </button>
        </div>
      </form>
    </DialogFrame>
  );
}

function titleOf(action: Action, target: Target, t: ReturnType<typeof useText>): string {
  const name = target.type === 'cluster' ? '' : target.object.metadata.name;
  if (action.input === 'replicas') return t('actions.scale.title', { name });
  if (action.input === 'number') return `${t(action.label)}: ${name}`;
  return action.input === 'labels' ? t('actions.relabel.title', { name }) : t('actions.addNode.title');
}

function firstParams(
  action: Action,
  target: Target,
  nodes: readonly { readonly metadata: { readonly name: string } }[],
): ActionParams {
  if (action.input === 'replicas') return { replicas: target.type === 'scalable' ? target.object.spec.replicas : 1 };
  if (action.number !== undefined) {
    const container = target.type === 'pod' ? containerOf(target) : undefined;
    return { number: (container && action.number.of?.(container)) ?? action.number.first };
  }
  if (action.input === 'nodeName') return { nodeName: nextNodeName(nodes.map(({ metadata }) => metadata.name)) };
  return { labels: {} };
}

interface FieldProps {
  readonly params: ActionParams;
  onChange(params: ActionParams): void;
}

function ReplicasField({ params, onChange }: FieldProps) {
  const t = useText();
  return (
    <label className="dialog-field">
      {t('actions.scale.replicas')}
      <input
        className="field num"
        type="number"
        min={0}
        max={1000}
        required
        value={params.replicas ?? ''}
        onChange={(event) =>
          onChange(Number.isNaN(event.target.valueAsNumber) ? {} : { replicas: event.target.valueAsNumber })
        }
      />
    </label>
  );
}

function NumberField({ number, params, onChange }: FieldProps & { readonly number: ActionNumber }) {
  const t = useText();
  return (
    <label className="dialog-field">
      {t(number.label)}
      <input
        className="field num"
        type="number"
        min={number.least}
        max={number.most}
        required
        value={params.number ?? ''}
        onChange={(event) =>
          onChange(Number.isNaN(event.target.valueAsNumber) ? {} : { number: event.target.valueAsNumber })
        }
      />
    </label>
  );
}

function NodeNameField({ params, onChange }: FieldProps) {
  const t = useText();
  return (
    <label className="dialog-field">
      {t('actions.addNode.name')}
      <input
        className="field mono"
        required
        maxLength={253}
        pattern="[a-z0-9]([\-a-z0-9.]*[a-z0-9])?"
        value={params.nodeName ?? ''}
        onChange={(event) => onChange({ nodeName: event.target.value })}
      />
    </label>
  );
}

interface LabelFieldsProps {
  readonly target: Target;
  onChange(params: ActionParams): void;
}

function LabelFields({ target, onChange }: LabelFieldsProps) {
  const t = useText();
  const before = target.type === 'cluster' ? {} : (target.object.metadata.labels ?? {});
  const [rows, setRows] = useState<readonly LabelRow[]>(() => labelRowsOf(before));
  const change = (next: readonly LabelRow[]) => {
    setRows(next);
    onChange({ labels: changedLabels(before, next) });
  };
  const edit = (index: number, part: Partial<LabelRow>) =>
    change(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <div className="label-rows">
      {rows.map((row, index) => (
        <div key={row.id} className="label-row">
          <input
            className="field mono"
            aria-label={t('actions.relabel.key')}
            value={row.key}
            onChange={(event) => edit(index, { key: event.target.value })}
          />
          <input
            className="field mono"
            aria-label={t('actions.relabel.value')}
            value={row.value}
            onChange={(event) => edit(index, { value: event.target.value })}
          />
          <IconButton
            icon="x"
            label={t('actions.relabel.remove', { key: row.key })}
            size={14}
            onClick={() => change(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <button
        type="button"
        className="btn"
        onClick={() => change([...rows, { id: Math.max(0, ...rows.map(({ id }) => id)) + 1, key: '', value: '' }])}
      >
        <Icon name="plus" size={14} />
        {t('actions.relabel.add')}
      </button>
    </div>
  );
}

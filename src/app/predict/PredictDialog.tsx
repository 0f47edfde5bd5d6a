/** What will happen? Asked before an action; every line may be left open. Loaded when it first opens. */
import { Dialog } from 'radix-ui';
import { type FormEvent, useMemo, useState } from 'react';
import type { Pod } from '../../api/core/pod';
import type { OutcomeAsk } from '../../client/predict';
import type { Simulation } from '../../client/simulation';
import { lineText, useStartAction } from '../actions/useActions';
import { useObjects } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import { playbackStore } from '../stores/playbackStore';
import { readTime } from '../timeline/typedTime';
import './predict.css';
import { type Asking, type Guess, predictStore } from './predictStore';
import { askOf, limitOf, subjectsOf } from './subjects';
import { afterKey } from './verdict';

interface PredictDialogProps {
  readonly simulation: Simulation;
  readonly asking: Asking;
}

/** What stands in the fields. */
interface Fields {
  readonly where: string;
  readonly after: string;
  readonly restarts: string;
  readonly ready: string;
}
const OPEN: Fields = { where: '', after: '', restarts: '', ready: '' };

export function PredictDialog({ simulation, asking }: PredictDialogProps) {
  const t = useText();
  const objects = useObjects();
  const start = useStartAction();
  const { action, target, params } = asking;
  // As they are when it is asked: who runs on must not change the form under one's hands.
  const pods = useMemo(() => subjectsOf(target, objects.list('Pod')), [target, objects]);
  const nodes = useMemo(
    () =>
      objects
        .list('Node')
        .map(({ metadata }) => metadata.name)
        .sort(),
    [objects],
  );
  const [uid, choose] = useState(pods[0]?.metadata.uid ?? '');
  const [fields, setFields] = useState(OPEN);
  const pod = pods.find(({ metadata }) => metadata.uid === uid);
  const close = () => predictStore.getState().ask(undefined);
  const run = async (guess: Guess | undefined) => {
    close();
    if (guess !== undefined) await remember(simulation, asking, pod, guess);
    await start(action, target, params, true);
  };
  const afterMs = readAfter(fields.after);
  const isWrong = fields.after.trim() !== '' && afterMs === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWrong) void run(guessOf(fields, afterMs));
  };
  const name = target.type === 'cluster' ? '' : target.object.metadata.name;
  const isAsked = pod !== undefined || target.type === 'scalable';
  return (
    <DialogFrame title={t('predict.title')} className="predict-dialog" aria-describedby={undefined} onClose={close}>
      <p className="ink2">
        <b>{t(action.label)}</b> {name}
      </p>
      <form onSubmit={submit} className="dialog-form">
        {pods.length > 1 ? <SubjectField pods={pods} uid={uid} onChoose={choose} /> : null}
        {isAsked ? (
          <GuessFields
            nodes={nodes}
            pod={pod}
            ask={askOf(asking, pod, { since: 0 })}
            fields={fields}
            isWrong={isWrong}
            onChange={(part) => setFields({ ...fields, ...part })}
          />
        ) : (
          <p>{t('predict.nothing')}</p>
        )}
        <div className="cmd wrap-anywhere">{lineText(action.line(target, params ?? {}), t)}</div>
        <div className="dialog-buttons">
          <Dialog.Close asChild>
            <button type="button" className="btn quiet">
              {t('actions.cancel')}
            </button>
          </Dialog.Close>
          {isAsked ? (
            <button type="button" className="btn" onClick={() => void run(undefined)}>
              {t('predict.skip')}
            </button>
          ) : null}
          <button type="submit" className="btn primary" disabled={isWrong}>
            {isAsked ? t('predict.run') : t(action.label)}
          </button>
        </div>
      </form>
    </DialogFrame>
  );
}

interface GuessFieldsProps {
  readonly nodes: readonly string[];
  readonly pod: Pod | undefined;
  readonly ask: OutcomeAsk;
  readonly fields: Fields;
  readonly isWrong: boolean;
  onChange(part: Partial<Fields>): void;
}

function GuessFields({ nodes, pod, ask, fields, isWrong, onChange }: GuessFieldsProps) {
  const t = useText();
  return (
    <>
      {pod === undefined ? null : (
        <label className="dialog-field">
          {t('predict.where', { name: pod.metadata.name })}
          <select className="field" value={fields.where} onChange={(event) => onChange({ where: event.target.value })}>
            <option value="">{t('predict.open')}</option>
            {nodes.map((node) => (
              <option key={node} value={`node/${node}`}>
                {t('predict.fate.node', { node })}
              </option>
            ))}
            {(['restarts', 'stays', 'pending', 'nowhere'] as const).map((fate) => (
              <option key={fate} value={fate}>
                {t(`predict.fate.${fate}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="dialog-field">
        {t(afterKey(ask))}
        <input
          className="field num"
          placeholder={t('predict.after.hint')}
          aria-invalid={isWrong}
          value={fields.after}
          onChange={(event) => onChange({ after: event.target.value })}
        />
      </label>
      {isWrong ? <p className="predict-wrong">{t('predict.after.wrong')}</p> : null}
      {pod === undefined ? null : (
        <NumberField
          label={t('predict.restarts')}
          value={fields.restarts}
          onChange={(restarts) => onChange({ restarts })}
        />
      )}
      <NumberField
        label={ask.owner === undefined ? t('predict.ready.alone') : t('predict.ready', { name: ask.owner.name })}
        value={fields.ready}
        onChange={(ready) => onChange({ ready })}
      />
    </>
  );
}

interface SubjectFieldProps {
  readonly pods: readonly Pod[];
  readonly uid: string;
  onChoose(uid: string): void;
}

function SubjectField({ pods, uid, onChoose }: SubjectFieldProps) {
  const t = useText();
  return (
    <label className="dialog-field">
      {t('predict.pod')}
      <select className="field mono" value={uid} onChange={(event) => onChoose(event.target.value)}>
        {pods.map(({ metadata }) => (
          <option key={metadata.uid} value={metadata.uid}>
            {metadata.namespace === 'default' ? metadata.name : `${metadata.namespace}/${metadata.name}`}
          </option>
        ))}
      </select>
    </label>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
}

function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <label className="dialog-field">
      {label}
      <input
        className="field num"
        type="number"
        min={0}
        max={10_000}
        step={1}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** `40`, `40s`, `5m45s`, `5:45` as virtual milliseconds. */
function readAfter(text: string): number | undefined {
  const typed = text.trim();
  const read = readTime(/^\d+$/.test(typed) ? `${typed}s` : typed, { startedAt: 0, nowMs: 0, endMs: 0 });
  return read.type === 'moment' && !typed.startsWith('+') ? read.atMs : undefined;
}

function guessOf({ where, restarts, ready }: Fields, afterMs: number | undefined): Guess {
  return {
    ...(where === '' ? {} : { where }),
    ...(restarts === '' ? {} : { restarts: Number(restarts) }),
    ...(ready === '' ? {} : { ready: Number(ready) }),
    ...(afterMs === undefined ? {} : { afterMs }),
  };
}

/** Just before the deed: what is written from here on is its doing. */
async function remember(simulation: Simulation, asking: Asking, pod: Pod | undefined, guess: Guess): Promise<void> {
  const { action, target } = asking;
  if (target.type === 'cluster' || (pod === undefined && target.type !== 'scalable')) return;
  const since = playbackStore.getState().status?.now ?? 0;
  const before = await simulation.stepping({ type: 'outcome', of: askOf(asking, pod, { since }) });
  predictStore.getState().add({
    label: action.label,
    name: target.object.metadata.name,
    ask: askOf(asking, pod, { since: before.now, after: before.revision }),
    guess,
    limitMs: limitOf(target),
  });
}

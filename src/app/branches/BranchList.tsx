/** The tree of branches: each can be shown, renamed in its place, compared with the shown one, and deleted after a question. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Branch, HistoryStatus } from '../../client/history';
import type { Simulation } from '../../client/simulation';
import { compareStore } from '../compare/compareStore';
import { Icon } from '../icons/Icon';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { shortClock } from '../timeline/clockText';
import { branchName } from './branchName';
import { type BranchRow, branchRows } from './branchTree';

interface BranchListProps {
  readonly simulation: Simulation;
  readonly history: HistoryStatus;
  /** Something was chosen: the menu may go. */
  onDone(): void;
}

/** What is being done to which branch. */
type Doing = { readonly type: 'rename' | 'delete'; readonly id: string };

export function BranchList({ simulation, history, onDone }: BranchListProps) {
  const t = useText();
  const [doing, setDoing] = useState<Doing>();
  const [refusal, setRefusal] = useState<string>();
  /** True if the engine did it. */
  const ask = async (question: Parameters<Simulation['history']>[0]): Promise<boolean> => {
    setRefusal(undefined);
    try {
      await simulation.history(question);
      setDoing(undefined);
      return true;
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  const isAlone = history.branches.length === 1;
  return (
    <div className="branch-list">
      <h2 className="menu-title">{t('branches.title')}</h2>
      <ul>
        {branchRows(history.branches).map((row) => {
          const { id } = row.branch;
          const isShown = id === history.branch;
          if (doing?.id === id && doing.type === 'rename')
            return (
              <Row key={id} row={row} isShown={isShown}>
                <RenameField
                  name={branchName(row.branch, t)}
                  onRename={(name) => {
                    const why = refusalOf(name.trim(), row.branch, history.branches, t);
                    if (why === undefined) void ask({ type: 'rename', id, name });
                    else setRefusal(why);
                  }}
                  onCancel={() => setDoing(undefined)}
                />
              </Row>
            );
          return (
            <Row key={id} row={row} isShown={isShown}>
              <button
                type="button"
                className="branch-name"
                aria-current={isShown ? 'true' : undefined}
                onClick={async () => {
                  if (isShown || (await ask({ type: 'switch', id }))) onDone();
                }}
              >
                <b className="ell">{branchName(row.branch, t)}</b>
                <small className="ell num">{whenText(row, t)}</small>
              </button>
              <button type="button" className="btn quiet" onClick={() => setDoing({ type: 'rename', id })}>
                {t('branches.rename')}
              </button>
              {isShown ? null : (
                <button
                  type="button"
                  className="btn quiet"
                  onClick={() => {
                    compareStore.getState().setOther(id);
                    onDone();
                  }}
                >
                  {t('branches.compare')}
                </button>
              )}
              {isAlone ? null : (
                <button
                  type="button"
                  className="btn quiet icon"
                  aria-label={t('branches.delete.name', { name: branchName(row.branch, t) })}
                  title={
                    isShown
                      ? t('branches.delete.shown')
                      : t('branches.delete.name', { name: branchName(row.branch, t) })
                  }
                  onClick={() => {
                    setRefusal(isShown ? t('branches.delete.shown') : undefined);
                    setDoing(isShown ? undefined : { type: 'delete', id });
                  }}
                >
                  <Icon name="trash" size={14} />
                </button>
              )}
              {doing?.id === id ? (
                <div className="branch-ask" role="alertdialog" aria-label={t('branches.delete.ask')}>
                  <span>{t('branches.delete.ask')}</span>
                  <button type="button" className="btn danger" onClick={() => void ask({ type: 'delete', id })}>
                    {t('branches.delete')}
                  </button>
                  <button type="button" className="btn" autoFocus onClick={() => setDoing(undefined)}>
                    {t('branches.cancel')}
                  </button>
                </div>
              ) : null}
            </Row>
          );
        })}
      </ul>
      {refusal === undefined ? null : (
        <p className="callout bad" role="alert">
          {refusal}
        </p>
      )}
      {isAlone ? <p className="dim text-12">{t('branches.alone')}</p> : null}
    </div>
  );
}

interface RowProps {
  readonly row: BranchRow;
  readonly isShown: boolean;
  readonly children: ReactNode;
}

function Row({ row: { depth }, isShown, children }: RowProps) {
  return (
    <li className="branch-row" data-shown={isShown} style={{ '--depth': Math.min(depth, 4) }}>
      <Icon name={isShown ? 'check' : 'branch'} size={14} />
      {children}
    </li>
  );
}

interface RenameFieldProps {
  readonly name: string;
  onRename(name: string): void;
  onCancel(): void;
}

function RenameField({ name, onRename, onCancel }: RenameFieldProps) {
  const t = useText();
  const [text, setText] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === name) onCancel();
    else onRename(text);
  };
  return (
    <form className="branch-rename" onSubmit={submit}>
      <input
        className="field"
        aria-label={t('branches.rename.label')}
        value={text}
        autoFocus
        maxLength={80}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          event.preventDefault();
          onCancel();
        }}
      />
      <button type="submit" className="btn">
        {t('branches.rename')}
      </button>
    </form>
  );
}

/** Why a branch cannot be called `name`, as the engine would refuse it; undefined: it can. */
function refusalOf(name: string, branch: Branch, all: readonly Branch[], t: Translate): string | undefined {
  if (name === '') return t('branches.rename.empty');
  const isTaken = all.some((other) => other !== branch && [other.name, branchName(other, t)].includes(name));
  return isTaken ? t('branches.rename.taken') : undefined;
}

/** Where it left which other branch, and how far it goes. */
function whenText({ branch: { from, untilMs }, parent }: BranchRow, t: Translate): string {
  const until = shortClock(untilMs);
  if (from === undefined) return t('branches.until', { until });
  const at = shortClock(from.atMs);
  return parent === undefined
    ? t('branches.from.gone', { at, until })
    : t('branches.from', { name: branchName(parent, t), at, until });
}

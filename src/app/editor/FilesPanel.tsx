/** The left panel: files as tabs, their text, and what kubectl would say to them. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { PutIntoTerminal } from '../terminal/PutIntoTerminal';
import { useReadOnly } from '../layout/useReadOnly';
import { terminalStore } from '../terminal/terminalStore';
import type { FileDiff } from './apply';
import { draftStore } from './draftStore';
import type { DraftFile } from './drafts';
import './editor.css';
import { FileTabs } from './FileTabs';
import type { TextProblem } from './manifests';
import { TextArea } from './TextArea';
import { type FileResult, useFileActions } from './useFileActions';

const SampleMenu = lazy(() => import('./SampleMenu').then(({ SampleMenu: component }) => ({ default: component })));
const DiffView = lazy(() => import('./DiffView').then(({ DiffView: component }) => ({ default: component })));

const NONE: readonly TextProblem[] = [];
const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** The files slot. */
export function FilesPanel({ size }: SlotProps) {
  const t = useText();
  const { files, active, write, wanted, answer } = useStore(draftStore);
  const file = files.find(({ name }) => name === active);
  const editing = useStore(terminalStore, (state) => state.editing);
  const actions = useFileActions(size === 'wide');
  const [menu, setMenu] = useState<DOMRect>();
  const [diff, setDiff] = useState<{ readonly name: string; readonly diff: FileDiff }>();
  const [focusLine, setFocusLine] = useState<{ readonly line: number }>();

  const result = file === undefined ? undefined : actions.results.get(file.name);
  const problems = result === undefined ? NONE : problemsOfResult(result);
  const lensTitles = useMemo(() => ({ server: t('editor.refusal'), file: t('editor.unreadable') }), [t]);
  const refused = new Set(
    [...actions.results].filter(([, { outcomes }]) => outcomes.some(isRefused)).map(([name]) => name),
  );
  const change = (name: string, text: string) => {
    write(name, text);
    actions.forget(name);
  };
  return (
    <div className="files-panel">
      <FileTabs refused={refused} onMore={setMenu} />
      {editing === undefined || editing.name !== file?.name ? null : <EditBar onDone={editing.finish} />}
      {file === undefined ? (
        <EmptyFiles />
      ) : (
        <TextArea
          plain={size === 'phone'}
          file={file}
          label={`${t('editor.text', { name: file.name })}${size === 'phone' ? '' : `. ${t('editor.leave')}`}`}
          problems={problems}
          lensTitles={lensTitles}
          focusLine={focusLine}
          wanted={wanted}
          onFocused={answer}
          onChange={change}
          onApply={() => (editing?.name === file.name ? editing.finish() : void actions.apply(file))}
        />
      )}
      {result === undefined ? null : <ResultList result={result} onLine={(line) => setFocusLine({ line })} />}
      {file === undefined || editing?.name === file.name ? null : (
        <FileButtons
          file={file}
          result={result}
          busy={actions.busy}
          onApply={() => void actions.apply(file)}
          onDelete={() => void actions.remove(file)}
          onDiff={async () => {
            const found = await actions.diff(file);
            if (found !== undefined) setDiff({ name: file.name, diff: found });
          }}
        />
      )}
      <Suspense fallback={null}>
        {menu === undefined ? null : <SampleMenu anchor={menu} onClose={() => setMenu(undefined)} />}
        {diff === undefined ? null : <DiffView name={diff.name} diff={diff.diff} onClose={() => setDiff(undefined)} />}
      </Suspense>
    </div>
  );
}

const isRefused = ({ type }: FileResult['outcomes'][number]) => type === 'refused';

function problemsOfResult({ outcomes }: FileResult): readonly TextProblem[] {
  return outcomes.flatMap((outcome) => (outcome.type === 'refused' ? outcome.problems : outcome.marks));
}

interface EditBarProps {
  onDone(): void;
}

/** A program of the terminal waits until the person is done with the file. */
function EditBar({ onDone }: EditBarProps) {
  const t = useText();
  return (
    <div className="edit-bar" role="status">
      <span className="grow">{t('terminal.editing')}</span>
      <button type="button" className="btn primary" onClick={onDone}>
        {t('terminal.editing.done')}
        <kbd aria-hidden="true">{isMac() ? '⌘↵' : 'Ctrl↵'}</kbd>
      </button>
    </div>
  );
}

function EmptyFiles() {
  const t = useText();
  const add = useStore(draftStore, (state) => state.add);
  return (
    <div className="files-empty">
      <p>{t('editor.none')}</p>
      <button type="button" className="btn" onClick={add}>
        <Icon name="file" size={14} />
        {t('start.paste')}
      </button>
    </div>
  );
}

interface ResultListProps {
  readonly result: FileResult;
  onLine(line: number): void;
}

/** What kubectl prints, line by line; what was refused leads to its line. */
function ResultList({ result, onLine }: ResultListProps) {
  const t = useText();
  return (
    <div className="results" role="log" aria-label={t('editor.results')} tabIndex={0}>
      {result.outcomes.map((outcome, index) => (
        <div key={`${index} ${outcome.line}`} data-type={outcome.type}>
          {outcome.type === 'done' ? outcome.warnings.map((warning) => <div key={warning}>{warning}</div>) : null}
          <div className="wrap-anywhere">{outcome.line}</div>
          {outcome.type === 'refused'
            ? outcome.problems.map(({ range }, at) => (
                <button
                  key={`${at} ${range.line}`}
                  type="button"
                  className="linklike"
                  onClick={() => onLine(range.line)}
                >
                  {t('editor.line', { line: range.line })}
                </button>
              ))
            : null}
        </div>
      ))}
      {result.outcomes.length === 0 ? (
        <div>{t(result.verb === 'apply' ? 'editor.nothing.apply' : 'editor.nothing.delete')}</div>
      ) : null}
    </div>
  );
}

/** A file's name as a word of the shell. */
const shellWord = (name: string): string => (/^[\w./-]+$/.test(name) ? name : `'${name}'`);

interface FileButtonsProps {
  readonly file: DraftFile;
  readonly result: FileResult | undefined;
  readonly busy: boolean;
  onApply(): void;
  onDelete(): void;
  onDiff(): Promise<void>;
}

function FileButtons({ file, result, busy, onApply, onDelete, onDiff }: FileButtonsProps) {
  const t = useText();
  const empty = file.text.trim() === '';
  const off = useReadOnly();
  const why = (line: string) => (off === undefined ? line : `${t(off)}: ${line}`);
  const refusals = result?.outcomes.filter(isRefused).length ?? 0;
  const words =
    result === undefined
      ? ''
      : refusals > 0
        ? t('editor.refusedCount', { count: refusals })
        : t(result.verb === 'apply' ? 'editor.applied' : 'editor.deleted');
  return (
    <div className="bar-actions">
      <span className="grow">
        <span className="sr-only" role="status">
          {words}
        </span>
      </span>
      <PutIntoTerminal line={`kubectl apply -f ${shellWord(file.name)}`} disabled={empty} />
      <button
        type="button"
        className="btn quiet"
        disabled={empty || busy}
        aria-disabled={off !== undefined}
        title={why(`kubectl delete -f ${file.name}`)}
        onClick={onDelete}
      >
        {t('editor.delete')}
      </button>
      <button
        type="button"
        className="btn"
        disabled={empty}
        title={`kubectl diff -f ${file.name}`}
        onClick={() => void onDiff()}
      >
        {t('editor.diff')}
      </button>
      <button
        type="button"
        className="btn primary"
        disabled={empty || busy}
        aria-disabled={off !== undefined}
        title={why(`kubectl apply -f ${file.name}`)}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        onClick={onApply}
      >
        {t('editor.apply')}
        <kbd aria-hidden="true">{isMac() ? '⌘↵' : 'Ctrl↵'}</kbd>
      </button>
    </div>
  );
}

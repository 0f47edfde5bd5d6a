/** The files of the lesson as tabs, the text of one of them, and what is wrong with any. */
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { Icon } from '../icons/Icon';
import { TextArea } from '../editor/TextArea';
import type { LessonFolder } from '../../lessons/ownLesson';
import { toastStore } from '../stores/toastStore';
import { authorStore } from './authorStore';
import { marksOf } from './marks';
import type { Problem } from './useReading';

interface FileEditorProps {
  readonly folder: LessonFolder;
  readonly problems: readonly Problem[];
}

/** In the order in which one writes them; then wrong tries and manifests. */
const FIRST = ['lesson.yaml', 'ko.md', 'en.md', 'solution.session'];
const nothing = (): void => undefined;

export function FileEditor({ folder, problems }: FileEditorProps) {
  const t = useText();
  const wanted = useStore(authorStore, (state) => state.file);
  const count = useStore(authorStore, (state) => state.count);
  const [focusLine, setFocusLine] = useState<{ readonly line: number }>();
  const { show, write, moveCursor } = authorStore.getState();
  const names = [
    ...FIRST,
    ...Object.keys(folder.files)
      .filter((name) => !FIRST.includes(name))
      .sort(),
  ];
  const file = names.includes(wanted) ? wanted : 'lesson.yaml';
  const text = folder.files[file] ?? '';
  const marks = useMemo(() => marksOf(problems, file, text), [problems, file, text]);
  const goTo = ({ file: name, line }: Problem) => {
    show(name);
    setFocusLine({ line });
  };
  return (
    <section className="author-files" aria-label={t('author.files')}>
      <div className="author-tabs" role="group" aria-label={t('author.files')}>
        {names.map((name) => (
          <FileButton
            key={name}
            name={name}
            isShown={name === file}
            problemCount={problems.filter((problem) => problem.file === name).length}
            onShow={() => show(name)}
          />
        ))}
        <AddFile names={names} />
        {FIRST.includes(file) ? null : <FileName key={file} name={file} />}
        {FIRST.includes(file) ? null : (
          <button
            type="button"
            className="btn quiet icon"
            aria-label={t('author.remove', { name: file })}
            title={t('author.remove', { name: file })}
            onClick={() => remove(file, text, t('author.removed', { name: file }), t('editor.undo'))}
          >
            <Icon name="trash" size={14} />
          </button>
        )}
      </div>
      <div className="author-text">
        <TextArea
          plain={false}
          file={{ name: file, text }}
          label={`${file}. ${t('editor.leave')}`}
          problems={marks}
          focusLine={focusLine}
          wanted={false}
          space={`${count}/desk`}
          isProse={file.endsWith('.md')}
          onFocused={nothing}
          onChange={write}
          onCursor={moveCursor}
          onApply={nothing}
        />
      </div>
      <ol className="author-problems" aria-label={t('author.problems')} aria-live="polite">
        {problems.map((problem, index) => (
          <li key={index}>
            <button type="button" className="linklike mono" onClick={() => goTo(problem)}>
              {problem.file}:{problem.line}
            </button>
            <pre>{problem.text}</pre>
          </li>
        ))}
        {problems.length === 0 ? <li className="dim">{t('author.problems.none')}</li> : null}
      </ol>
    </section>
  );
}

interface FileButtonProps {
  readonly name: string;
  readonly isShown: boolean;
  readonly problemCount: number;
  onShow(): void;
}

function FileButton({ name, isShown, problemCount, onShow }: FileButtonProps) {
  const t = useText();
  return (
    <button type="button" className="chip-button mono" aria-pressed={isShown} onClick={onShow}>
      {name}
      {problemCount === 0 ? null : (
        <span className="num author-bad">
          <span aria-hidden="true">{problemCount}</span>
          <span className="sr-only">{t('author.problems.count', { count: problemCount })}</span>
        </span>
      )}
    </button>
  );
}

/** What a file of the author's own is called; lesson.yaml and sessions refer to it by that. */
function FileName({ name }: { readonly name: string }) {
  const t = useText();
  const [text, setText] = useState(name);
  const [isBad, setBad] = useState(false);
  const finish = () => setBad(!authorStore.getState().renameFile(name, text.trim()));
  return (
    <input
      className="field mono author-file-name"
      aria-label={t('author.file.name')}
      aria-invalid={isBad}
      title={t(isBad ? 'author.file.name.rule' : 'author.file.name')}
      spellCheck={false}
      size={Math.max(10, text.length)}
      value={text}
      onChange={({ target: { value } }) => setText(value)}
      onBlur={finish}
      onKeyDown={({ key }) => (key === 'Enter' ? finish() : undefined)}
    />
  );
}

/** The file goes, and can be brought back. */
function remove(name: string, text: string, title: string, undo: string): void {
  const { put } = authorStore.getState();
  put(name, undefined);
  const action = { label: undo, run: () => put(name, text) };
  toastStore.getState().show({ tone: 'done', title, action });
}

/** A further wrong try, or a manifest. */
function AddFile({ names }: { readonly names: readonly string[] }) {
  const t = useText();
  const { put } = authorStore.getState();
  const free = (name: (number: number) => string) => {
    for (let number = 1; ; number += 1) if (!names.includes(name(number))) return name(number);
  };
  const add = (name: (number: number) => string, text: string) => () => put(free(name), text);
  return (
    <>
      <button
        type="button"
        className="btn quiet author-small"
        onClick={add((number) => `wrong-${number}.session`, '# fails: \n$ kubectl get pods\n')}
      >
        <Icon name="plus" size={14} />
        {t('author.add.wrong')}
      </button>
      <button type="button" className="btn quiet author-small" onClick={add((number) => `manifest-${number}.yaml`, '')}>
        <Icon name="plus" size={14} />
        {t('author.add.manifest')}
      </button>
    </>
  );
}

/** The files of the lesson as tabs, the text of one of them, and what is wrong with any. */
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { Icon } from '../icons/Icon';
import { PlainEditor } from '../editor/PlainEditor';
import type { TextProblem } from '../editor/manifests';
import type { LessonFolder } from '../../lessons/ownLesson';
import { authorStore } from './authorStore';
import type { Problem } from './useReading';

interface FileEditorProps {
  readonly folder: LessonFolder;
  readonly problems: readonly Problem[];
}

/** In the order in which one writes them; then wrong tries and manifests. */
const FIRST = ['lesson.yaml', 'ko.md', 'en.md', 'solution.session'];
const LENSES = { apiserver: '', schema: '', syntax: '' } as unknown as Readonly<Record<TextProblem['source'], string>>; // A plain field has none.

export function FileEditor({ folder, problems }: FileEditorProps) {
  const t = useText();
  const wanted = useStore(authorStore, (state) => state.file);
  const held = useRef(false);
  const [focusLine, setFocusLine] = useState<{ readonly line: number }>();
  const { show, write, moveCursor } = authorStore.getState();
  const names = [
    ...FIRST,
    ...Object.keys(folder.files)
      .filter((name) => !FIRST.includes(name))
      .sort(),
  ];
  const file = names.includes(wanted) ? wanted : 'lesson.yaml';
  const goTo = ({ file: name, line }: Problem) => {
    show(name);
    setFocusLine({ line });
  };
  return (
    <section
      className="author-files"
      aria-label={t('author.files')}
      data-prose={file.endsWith('.md')}
      onSelect={({ target }) => {
        if (target instanceof HTMLTextAreaElement) moveCursor(target.selectionEnd);
      }}
    >
      <div className="row author-tabs" role="group" aria-label={t('author.files')}>
        {names.map((name) => {
          const count = problems.filter((problem) => problem.file === name).length;
          return (
            <button
              key={name}
              type="button"
              className="chip-button mono"
              aria-pressed={name === file}
              onClick={() => show(name)}
            >
              {name}
              {count === 0 ? null : <span className="num author-bad">{count}</span>}
            </button>
          );
        })}
        <AddFile names={names} />
        {FIRST.includes(file) ? null : (
          <button
            type="button"
            className="btn quiet icon"
            aria-label={t('author.remove', { name: file })}
            onClick={() => authorStore.getState().put(file, undefined)}
          >
            <Icon name="trash" size={14} />
          </button>
        )}
      </div>
      <PlainEditor
        key={file}
        file={{ name: file, text: folder.files[file] ?? '' }}
        label={file}
        problems={[]}
        lensTitles={LENSES}
        focusLine={focusLine}
        wanted={false}
        held={held}
        locked={false}
        onFocused={() => undefined}
        onChange={write}
        onApply={() => undefined}
      />
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

/** A further wrong try, or a manifest. */
function AddFile({ names }: { readonly names: readonly string[] }) {
  const t = useText();
  const { put } = authorStore.getState();
  const free = (name: (number: number) => string) => {
    for (let number = 1; ; number += 1) if (!names.includes(name(number))) return name(number);
  };
  return (
    <>
      <button
        type="button"
        className="btn quiet author-small"
        onClick={() =>
          put(
            free((number) => `wrong-${number}.session`),
            '# fails: \n$ kubectl get pods\n',
          )
        }
      >
        <Icon name="plus" size={14} />
        {t('author.add.wrong')}
      </button>
      <button
        type="button"
        className="btn quiet author-small"
        onClick={() =>
          put(
            free((number) => `manifest-${number}.yaml`),
            '',
          )
        }
      >
        <Icon name="plus" size={14} />
        {t('author.add.manifest')}
      </button>
    </>
  );
}

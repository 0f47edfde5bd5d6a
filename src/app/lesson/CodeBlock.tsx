/** Code of a lesson: commands with buttons that run them or put them into the terminal, manifests that open as files. */
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import type { RanAt } from '../../client/lesson';
import { useBackend, useObjects } from '../cluster/ClusterContext';
import { draftStore } from '../editor/draftStore';
import { Icon } from '../icons/Icon';
import { IconButton } from '../icons/IconButton';
import { useText } from '../i18n/useText';
import { panelStore } from '../stores/panelStore';
import { PutIntoTerminal } from '../terminal/PutIntoTerminal';
import { fileNameOf, nextRan, shellLines } from './lines';
import { lessonStore } from './lessonStore';

interface CodeBlockProps {
  readonly text: string;
  /** As the fence names it: `sh`, `yaml`, `yaml kubia.yaml`. */
  readonly language: string;
}

export function CodeBlock({ text, language }: CodeBlockProps) {
  const t = useText();
  if (/^(sh|bash|shell|console)\b/.test(language)) {
    return (
      <div className="lesson-lines">
        {shellLines(text).map((line, index) =>
          line.type === 'comment' ? (
            <p key={index} className="dim">
              {line.text}
            </p>
          ) : (
            <CommandLine key={index} line={line.text} />
          ),
        )}
      </div>
    );
  }
  const isFile = /^ya?ml\b/.test(language) && /^(apiVersion|kind):/m.test(text);
  return (
    <div className="lesson-code">
      <pre className="mono" tabIndex={0}>
        {text}
      </pre>
      {isFile ? (
        <button
          type="button"
          className="btn"
          onClick={() => {
            draftStore.getState().open(fileNameOf(language, text), `${text.trimEnd()}\n`);
            panelStore.getState().setOpen('files', true);
          }}
        >
          <Icon name="file" size={14} />
          {t('lesson.openAsFile')}
        </button>
      ) : null}
    </div>
  );
}

/** Words of a command, a field, an output. The name of a file of the open lesson leads to it: the editor may be closed. */
export function CodeSpan({ text }: { readonly text: string }) {
  const t = useText();
  const isFile = useStore(
    draftStore,
    ({ aside, files }) => aside !== undefined && files.some(({ name }) => name === text),
  );
  if (!isFile) return <code className="mono">{text}</code>;
  const label = t('lesson.showFile', { name: text });
  return (
    <button
      type="button"
      className="md-file mono"
      aria-label={label}
      title={label}
      onClick={() => {
        draftStore.getState().show(text);
        panelStore.getState().setOpen('files', true);
      }}
    >
      {text}
    </button>
  );
}

interface CommandLineProps {
  readonly line: string;
}

/** One command: to run at once, or to put at the prompt. What it printed when it was run here stands below it. */
export function CommandLine({ line }: CommandLineProps) {
  const t = useText();
  const run = useRunLine();
  // Of the present start: what had run before it is not its own.
  const [started, setStarted] = useState<{ readonly after: RanAt | undefined }>();
  return (
    <div className="lesson-line">
      <code className="mono">{line}</code>
      <IconButton
        icon="play"
        label={t('lesson.run.line', { line })}
        size={14}
        onClick={() => {
          setStarted({ after: lessonStore.getState().open?.ran.at(-1) });
          run(line);
        }}
      />
      <PutIntoTerminal line={line} />
      {started === undefined ? null : <Printed line={line} after={started.after} />}
    </div>
  );
}

/** So much of an output stands in the panel; all of it is in the terminal. */
const MOST_SHOWN = 2_000;

interface PrintedProps extends CommandLineProps {
  /** The last line that ran before this one was started. */
  readonly after: RanAt | undefined;
}

/** What the line printed. */
function Printed({ line, after }: PrintedProps) {
  const t = useText();
  const id = useId();
  const ran = useStore(lessonStore, ({ open }) => nextRan(open?.ran ?? [], line, after));
  if (ran === undefined) {
    return (
      <p className="lesson-printed dim" role="status">
        {t('lesson.running')}
      </p>
    );
  }
  const text = ran.output.trimEnd();
  return (
    <div className="lesson-printed" data-failed={ran.exitCode !== 0}>
      <p id={id} role="status">
        {ran.exitCode === 0 ? t('lesson.ended') : t('lesson.endedWith', { code: ran.exitCode })}
      </p>
      {text === '' ? null : (
        <pre className="mono" tabIndex={0} aria-labelledby={id}>
          {text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} …` : text}
        </pre>
      )}
    </div>
  );
}

/** Runs a line in the page's terminal, whose panel opens where there is room for it. Time goes on: nothing would happen otherwise. */
export function useRunLine(): (line: string) => void {
  const backend = useBackend();
  const objects = useObjects();
  const t = useText();
  return (line) => {
    void (async () => {
      const { runInSession } = await import('../terminal/useTerminalSession');
      await backend.simulation?.play();
      runInSession(backend, objects, t, line);
      if (window.innerWidth >= ROOMY_PX) panelStore.getState().setOpen('terminal', true);
    })();
  };
}
/** Narrower pages have room for one panel, and that is the lesson. */
const ROOMY_PX = 960;

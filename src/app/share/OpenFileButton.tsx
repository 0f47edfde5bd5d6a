/** Opens a run or a lesson from a file. */
import { useRef } from 'react';
import type { Simulation } from '../../client/simulation';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { toastStore } from '../stores/toastStore';
import { problemText } from './address';
import type { LinkProblem } from './codec';
import { openText } from './openText';
import { MOST_FILE_BYTES } from './runFile';

interface OpenFileButtonProps {
  readonly simulation: Simulation;
  onOpened(): void;
}

export function OpenFileButton({ simulation, onOpened }: OpenFileButtonProps) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const refuse = (text: string) => toastStore.getState().show({ tone: 'error', title: t('share.open.failed'), text });
  const open = async (file: File) => {
    if (file.size > MOST_FILE_BYTES) return refuse(t('share.open.tooBig'));
    try {
      const problem = await openAny(simulation, file);
      if (problem === undefined) return onOpened();
      refuse(problemText(problem, t));
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
    return undefined;
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,.zip,application/json,application/zip"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) void open(file);
        }}
      />
      <button type="button" className="btn" onClick={() => input.current?.click()}>
        <Icon name="file" size={14} />
        {t('share.import')}
      </button>
    </>
  );
}

/** Why nothing opened; undefined: it did. */
async function openAny(simulation: Simulation, file: File): Promise<LinkProblem | undefined> {
  const openLesson = async () => (await import('../authoring/openFolder')).openLessonFile(simulation, file);
  return /\.zip$/i.test(file.name) ? openLesson() : openText(simulation, await file.text(), openLesson);
}

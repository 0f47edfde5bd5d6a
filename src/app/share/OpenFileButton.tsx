/** Opens a run from a file. */
import { useRef } from 'react';
import type { Simulation } from '../../client/simulation';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { toastStore } from '../stores/toastStore';
import { problemText } from './address';
import { openRun } from './presentRun';
import { MOST_FILE_BYTES, readRunFile } from './runFile';

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
    const check = readRunFile(await file.text());
    if (check.type !== 'run') {
      const { key, params } = problemText(check);
      return refuse(t(key, params));
    }
    try {
      await openRun(simulation, check.run);
      onOpened();
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
        accept=".json,application/json"
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

/** Apply, delete and diff of the shown file, and what came of them. The YAML machinery is loaded on first use. */
import { useCallback, useState } from 'react';
import { ApiError } from '../../api/meta/status';
import { tellReadOnly } from '../actions/useActions';
import { useBackend } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { useReadOnly } from '../layout/useReadOnly';
import { selectionStore } from '../stores/selectionStore';
import { tellError, toastStore } from '../stores/toastStore';
import { commandStore } from '../timeline/commandStore';
import type { RanLine } from '../../client/lesson';
import { reportLine } from '../lesson/reportLine';
import type { FileDiff, FileOutcome } from './apply';
import type { DraftFile } from './drafts';
import { isCustom } from './customKinds';

/** What the last apply or delete of a file led to. */
export interface FileResult {
  readonly text: string;
  readonly verb: 'apply' | 'delete';
  readonly outcomes: readonly FileOutcome[];
}

export interface FileActions {
  readonly results: ReadonlyMap<string, FileResult>;
  readonly busy: boolean;
  apply(file: DraftFile): Promise<void>;
  remove(file: DraftFile): Promise<void>;
  diff(file: DraftFile): Promise<FileDiff | undefined>;
  /** Forgets the result of a file: its text has changed. */
  forget(name: string): void;
}

/** `selects`: the first object that was applied becomes the selected one; not where the inspector would cover the files. */
export function useFileActions(selects: boolean): FileActions {
  const { client, simulation } = useBackend();
  const [results, setResults] = useState<ReadonlyMap<string, FileResult>>(new Map());
  const [busy, setBusy] = useState(false);
  const readOnly = useReadOnly();
  const t = useText();

  const send = useCallback(
    async (file: DraftFile, verb: FileResult['verb']) => {
      if (readOnly !== undefined) return tellReadOnly(t, readOnly);
      setBusy(true);
      try {
        const { applyText, deleteText } = await import('./apply');
        const outcomes = await (verb === 'apply' ? applyText : deleteText)(client, file.text, file.name);
        setResults((before) => new Map(before).set(file.name, { text: file.text, verb, outcomes }));
        reportLine(simulation, lineOf(file, verb, outcomes));
        const [first] = outcomes;
        // The inspector knows built-in kinds only.
        if (selects && verb === 'apply' && first?.type === 'done' && !isCustom(first.object.kind)) {
          selectionStore.getState().select(first.object);
        }
        void commandStore.getState().refresh(simulation);
      } catch (error) {
        tellError(error);
      } finally {
        setBusy(false);
      }
    },
    [client, simulation, selects, readOnly, t],
  );
  const apply = useCallback((file: DraftFile) => send(file, 'apply'), [send]);
  const remove = useCallback((file: DraftFile) => send(file, 'delete'), [send]);
  const diff = useCallback(
    async (file: DraftFile) => {
      const { diffText } = await import('./apply');
      try {
        return await diffText(client, file.text, file.name);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        toastStore.getState().show({ tone: 'error', title: error.message });
        return undefined;
      }
    },
    [client],
  );
  const forget = useCallback((name: string) => {
    setResults((before) => {
      if (!before.has(name)) return before;
      const rest = new Map(before);
      rest.delete(name);
      return rest;
    });
  }, []);
  return { results, busy, apply, remove, diff, forget };
}

/** The line that applies or deletes the file in the terminal, and what it would have printed there. */
function lineOf({ name }: DraftFile, verb: FileResult['verb'], outcomes: readonly FileOutcome[]): RanLine {
  const isRefused = outcomes.some(({ type }) => type === 'refused');
  const printed = outcomes.flatMap((each) => (each.type === 'done' ? [...each.warnings, each.line] : [each.line]));
  return { text: `kubectl ${verb} -f ${name}`, exitCode: isRefused ? 1 : 0, output: `${printed.join('\n')}\n` };
}

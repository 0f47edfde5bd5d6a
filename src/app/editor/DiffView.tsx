/** What applying the file would change: the cluster on the left, the file on the right. Loaded on demand. */
import { Dialog } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import type { FileDiff } from './apply';
import { monaco } from './monaco';
import { followTheme } from './theme';

interface DiffViewProps {
  readonly name: string;
  readonly diff: FileDiff;
  onClose(): void;
}

export function DiffView({ name, diff, onClose }: DiffViewProps) {
  const t = useText();
  const same = diff.live === diff.file;
  return (
    <DialogFrame title={t('editor.diff.title', { name })} className="diff-dialog" onClose={onClose}>
      <Dialog.Description className="dim">{t(same ? 'editor.diff.same' : 'editor.diff.sides')}</Dialog.Description>
      {same ? null : <DiffHost diff={diff} />}
      <div className="dialog-buttons">
        <Dialog.Close asChild>
          <button type="button" className="btn">
            {t('editor.close')}
          </button>
        </Dialog.Close>
      </div>
    </DialogFrame>
  );
}

function DiffHost({ diff }: { readonly diff: FileDiff }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const stopTheme = followTheme();
    const original = monaco.editor.createModel(diff.live, 'yaml');
    const modified = monaco.editor.createModel(diff.file, 'yaml');
    const editor = monaco.editor.createDiffEditor(host.current, {
      automaticLayout: true,
      readOnly: true,
      fontSize: 13,
      minimap: { enabled: false },
      renderOverviewRuler: false,
      scrollBeyondLastLine: false,
      renderSideBySideInlineBreakpoint: 560,
    });
    editor.setModel({ original, modified });
    let isCompared = false;
    let isClosed = false;
    const dispose = () => {
      editor.dispose();
      original.dispose();
      modified.dispose();
    };
    editor.onDidUpdateDiff(() => {
      isCompared = true;
      if (isClosed) dispose();
    });
    return () => {
      stopTheme();
      isClosed = true;
      // Monaco throws if the texts go while its worker still compares them.
      if (isCompared) dispose();
    };
  }, [diff]);
  return <div ref={host} className="diff-host" />;
}

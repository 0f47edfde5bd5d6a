/** One tab per file: show, rename, close, and a plus that offers samples. */
import { type KeyboardEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { toastStore } from '../stores/toastStore';
import { draftStore } from './draftStore';
import type { DraftFile } from './drafts';

interface FileTabsProps {
  /** Names of files with problems. */
  readonly refused: ReadonlySet<string>;
  onMore(anchor: DOMRect): void;
}

export function FileTabs({ refused, onMore }: FileTabsProps) {
  const t = useText();
  const { files, active, show, close } = useStore(draftStore);
  const [renaming, setRenaming] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent, index: number, file: DraftFile) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'F2') setRenaming(file.name);
    if (event.key === 'Delete') closeFile(file, index);
    const next = files[(index + step + files.length) % files.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    show(next.name);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[files.indexOf(next)]?.focus();
  };
  const closeFile = (file: DraftFile, index: number) => {
    close(file.name);
    if (file.text.trim() === '') return;
    const action = { label: t('editor.undo'), run: () => draftStore.getState().reopen(file, index) };
    toastStore.getState().show({ tone: 'done', title: t('editor.closed', { name: file.name }), action });
  };
  return (
    <div className="file-tabs">
      <div ref={list} className="file-list" role="tablist" aria-label={t('panel.files')}>
        {files.map((file, index) => (
          <div key={file.name} className="file-tab" data-active={file.name === active} role="presentation">
            {renaming === file.name ? (
              <RenameField file={file} onDone={() => setRenaming(undefined)} />
            ) : (
              <button
                type="button"
                role="tab"
                className="file-name"
                aria-selected={file.name === active}
                aria-keyshortcuts="F2 Delete"
                tabIndex={file.name === active ? 0 : -1}
                title={t('editor.rename.hint')}
                onClick={() => show(file.name)}
                onDoubleClick={() => setRenaming(file.name)}
                onKeyDown={(event) => walk(event, index, file)}
              >
                {file.name}
                {refused.has(file.name) ? (
                  <span className="refused-mark" role="img" aria-label={t('editor.refused')} />
                ) : null}
              </button>
            )}
            {file.name === active ? (
              <button
                type="button"
                className="file-close"
                // A tablist may hold tabs alone: by keyboard, Delete on the tab closes the file.
                aria-hidden="true"
                tabIndex={-1}
                title={t('editor.closeFile', { name: file.name })}
                onClick={() => closeFile(file, index)}
              >
                <Icon name="x" size={12} />
              </button>
            ) : null}
          </div>
        ))}
      </div>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('editor.add')}
        title={t('editor.add')}
        aria-haspopup="menu"
        onClick={(event) => onMore(event.currentTarget.getBoundingClientRect())}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
}

function RenameField({ file, onDone }: { readonly file: DraftFile; onDone(): void }) {
  const t = useText();
  const rename = useStore(draftStore, (state) => state.rename);
  const [name, setName] = useState(file.name);
  const finish = () => {
    rename(file.name, name);
    onDone();
  };
  return (
    <input
      className="file-rename mono"
      aria-label={t('editor.rename')}
      value={name}
      size={Math.max(8, name.length)}
      autoFocus
      onFocus={(event) =>
        event.target.setSelectionRange(0, name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length)
      }
      onChange={(event) => setName(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape') onDone();
      }}
    />
  );
}

/** The text of one file in Monaco, with a lens under each line that was refused. Loaded on demand. */
import { useEffect, useRef } from 'react';
import { createTextEditor, type TextEditor } from './textEditor';
import type { EditorProps } from './PlainEditor';

export function MonacoEditor({
  file,
  label,
  problems,
  lensTitles,
  focusLine,
  wanted,
  held,
  locked,
  onFocused,
  onChange,
  onApply,
}: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(undefined);
  const handlers = useRef({ onChange, onApply });
  handlers.current = { onChange, onApply };

  useEffect(() => {
    if (host.current === null) return;
    const created = createTextEditor(host.current, {
      locked,
      onChange: (name, text) => handlers.current.onChange(name, text),
      onApply: () => handlers.current.onApply(),
    });
    editor.current = created;
    return () => {
      created.destroy();
      editor.current = undefined;
    };
  }, [locked]);
  useEffect(() => editor.current?.show(file, label), [file, label]);
  useEffect(() => {
    if (!wanted && !held.current) return;
    held.current = false;
    editor.current?.focus();
    onFocused();
  }, [wanted, held, onFocused]);
  useEffect(() => editor.current?.mark(file.name, problems, lensTitles), [file.name, problems, lensTitles]);
  useEffect(() => {
    if (focusLine !== undefined) editor.current?.reveal(focusLine.line);
  }, [focusLine]);
  return <div ref={host} className="monaco-host" />;
}

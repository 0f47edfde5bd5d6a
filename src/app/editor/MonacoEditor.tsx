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
  space = '',
  isProse = false,
  onCursor,
}: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(undefined);
  const handlers = useRef({ onChange, onApply, onCursor });
  handlers.current = { onChange, onApply, onCursor };

  useEffect(() => {
    if (host.current === null) return;
    const created = createTextEditor(host.current, {
      locked,
      space,
      onChange: (name, text) => handlers.current.onChange(name, text),
      onApply: () => handlers.current.onApply(),
      onCursor: (at) => handlers.current.onCursor?.(at),
    });
    editor.current = created;
    return () => {
      created.destroy();
      editor.current = undefined;
    };
  }, [locked, space]);
  useEffect(() => editor.current?.show(file, label, isProse), [file, label, isProse]);
  useEffect(() => {
    if (!wanted && held.current === undefined) return;
    editor.current?.focus(held.current);
    held.current = undefined;
    onFocused();
  }, [wanted, held, onFocused]);
  useEffect(() => editor.current?.mark(file.name, problems, lensTitles), [file.name, problems, lensTitles]);
  useEffect(() => {
    if (focusLine !== undefined) editor.current?.reveal(focusLine.line);
  }, [focusLine]);
  return <div ref={host} className="monaco-host" />;
}

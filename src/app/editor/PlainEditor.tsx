/** The text of one file in a plain field: until Monaco has arrived, on phones, and if it never arrives. */
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { DraftFile } from './drafts';
import type { TextProblem } from './manifests';

export interface EditorProps {
  readonly file: DraftFile;
  readonly label: string;
  readonly problems: readonly TextProblem[];
  /** What stands above the words of a problem, by who found it. Absent: problems are only marked. */
  readonly lensTitles?: Readonly<Record<TextProblem['source'], string>>;
  /** Files of different spaces have nothing to do with one another, whatever their names. */
  readonly space?: string;
  /** Long lines are broken. */
  readonly isProse?: boolean;
  /** A new object asks to go to that line. */
  readonly focusLine: { readonly line: number } | undefined;
  /** Takes the keyboard as soon as it is there; then calls `onFocused`. */
  readonly wanted: boolean;
  /** Where one wrote in the editor that stood here before, if it had the keyboard: the next one takes it there. */
  readonly held: RefObject<number | undefined>;
  /** Nothing can be typed. */
  readonly locked: boolean;
  onFocused(): void;
  onChange(name: string, text: string): void;
  onApply(): void;
  /** Where one writes: a count of characters from the beginning. */
  onCursor?(at: number): void;
}

export function PlainEditor({
  file,
  label,
  problems,
  focusLine,
  wanted,
  held,
  locked,
  onFocused,
  onChange,
  onApply,
  isProse,
  onCursor,
}: EditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const { current } = field;
    // Asked before the field leaves the page: afterwards nobody has the keyboard.
    return () => {
      if (current !== null && document.activeElement === current) held.current = current.selectionEnd;
    };
  }, [held]);
  useEffect(() => {
    if (!wanted && held.current === undefined) return;
    held.current = undefined;
    field.current?.focus();
    onFocused();
  }, [wanted, held, onFocused]);
  useEffect(() => {
    const { current } = field;
    if (focusLine === undefined || current === null) return;
    const before = current.value.split('\n').slice(0, focusLine.line - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0);
    current.focus();
    current.setSelectionRange(start, start);
  }, [focusLine]);
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onApply();
    }
  };
  return (
    <textarea
      ref={field}
      className="plain-editor mono"
      aria-label={label}
      aria-invalid={problems.some(({ isWarning }) => isWarning !== true)}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      wrap={isProse === true ? 'soft' : 'off'}
      value={file.text}
      readOnly={locked}
      onChange={(event) => onChange(file.name, event.target.value)}
      onSelect={({ currentTarget }) => onCursor?.(currentTarget.selectionEnd)}
      onKeyDown={handleKey}
    />
  );
}

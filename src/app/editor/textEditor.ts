/** Monaco as a factory of a few verbs: show a file, mark problems, reveal a line. One model per file keeps its undo history. */
import type { DraftFile } from './drafts';
import type { TextProblem } from './manifests';
import { monaco } from './monaco';
import { followTheme } from './theme';

export interface TextEditor {
  /** Shows `file`; text that came from elsewhere replaces the model's. */
  show(file: DraftFile, label: string, isProse: boolean): void;
  /** Marks for `name`, and lenses where there are titles for them; no problems clear them. */
  mark(name: string, problems: readonly TextProblem[], titles: LensTitles | undefined): void;
  reveal(line: number): void;
  /** Takes the keyboard; `at`: behind so many characters. */
  focus(at?: number): void;
  destroy(): void;
}

type LensTitles = Readonly<Record<TextProblem['source'], string>>;

interface TextEditorOptions {
  /** Nothing can be typed. */
  readonly locked: boolean;
  /** Its files are its own. */
  readonly space: string;
  onChange(name: string, text: string): void;
  onApply(): void;
  /** Where one writes: a count of characters from the beginning. */
  onCursor(at: number): void;
}

const OWNER = 'apiserver';
const LANGUAGES: Readonly<Record<string, string>> = { md: 'markdown', session: 'session', json: 'plaintext' };
const languageOf = (name: string): string => LANGUAGES[name.split('.').at(-1) ?? ''] ?? 'yaml';

export function createTextEditor(host: HTMLElement, options: TextEditorOptions): TextEditor {
  const { locked, space, onChange, onApply, onCursor } = options;
  const root = space === '' ? '/' : `/${space}/`;
  const uriOf = (name: string) => monaco.Uri.from({ scheme: 'file', path: root + name });
  const own = new Set<monaco.editor.ITextModel>();
  const views = new Map<monaco.editor.ITextModel, monaco.editor.ICodeEditorViewState | null>();
  const stopTheme = followTheme();
  const editor = monaco.editor.create(host, {
    automaticLayout: true,
    readOnly: locked,
    fontSize: 13,
    lineHeight: 20,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    minimap: { enabled: false },
    tabSize: 2,
    scrollBeyondLastLine: false,
    renderFinalNewline: 'on',
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 6,
    glyphMargin: false,
    folding: false,
    overviewRulerLanes: 0,
    renderLineHighlight: 'line',
    fixedOverflowWidgets: true,
    accessibilitySupport: 'auto',
    padding: { top: 8 },
    stickyScroll: { enabled: false },
    // Enter indents by the command below; text that comes in one piece (paste, dictation) stays as it is.
    autoIndent: 'none',
  });
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, onApply);
  editor.addCommand(
    monaco.KeyCode.Enter,
    () => editor.trigger('keyboard', 'type', { text: `\n${indentAfter(editor)}` }),
    'editorTextFocus && editorLangId == yaml && !findInputFocussed && (!suggestWidgetVisible || !suggestionMakesTextEdit)',
  );
  // Tab indents, and would hold the keyboard for ever: after Escape it goes on to the next control.
  const leaveByTab = (tabFocusMode: boolean) => editor.updateOptions({ tabFocusMode });
  editor.addCommand(
    monaco.KeyCode.Escape,
    () => leaveByTab(true),
    'editorTextFocus && !suggestWidgetVisible && !findWidgetVisible && !editorHoverVisible',
  );
  const leaving = editor.onDidBlurEditorText(() => leaveByTab(false));
  // Lenses stay in view while long lines are scrolled sideways.
  const place = () => {
    host.style.setProperty('--lens-left', `${editor.getScrollLeft()}px`);
    host.style.setProperty('--lens-width', `${Math.max(120, editor.getLayoutInfo().contentWidth - 20)}px`);
  };
  place();
  /** Less room leaves in sight where one writes. */
  const keepInSight = () => {
    const position = editor.getPosition();
    if (position !== null && editor.hasTextFocus()) editor.revealPosition(position);
  };
  const placing = [
    editor.onDidScrollChange(place),
    editor.onDidLayoutChange(place),
    editor.onDidLayoutChange(keepInSight),
  ];
  let shown = '';
  let zones: string[] = [];
  let quiet = false;

  const listening = editor.onDidChangeModelContent(() => {
    if (quiet) return;
    leaveByTab(false);
    onChange(shown, editor.getValue());
  });
  const cursor = editor.onDidChangeCursorPosition(({ position }) => {
    if (!quiet) onCursor(editor.getModel()?.getOffsetAt(position) ?? 0);
  });
  const modelOf = ({ name, text }: DraftFile) => {
    const model = monaco.editor.getModel(uriOf(name)) ?? monaco.editor.createModel(text, languageOf(name), uriOf(name));
    own.add(model);
    return model;
  };

  return {
    show: (file, label, isProse) => {
      const model = modelOf(file);
      shown = file.name;
      quiet = true;
      if (model.getValue() !== file.text) model.pushEditOperations([], [changeTo(model, file.text)], () => null);
      const last = editor.getModel();
      if (last !== model) {
        if (last !== null) views.set(last, editor.saveViewState());
        editor.setModel(model);
        editor.restoreViewState(views.get(model) ?? null);
      }
      quiet = false;
      const quickSuggestions = languageOf(file.name) === 'yaml' && { other: true, strings: true, comments: false };
      editor.updateOptions({ ariaLabel: label, wordWrap: isProse ? 'on' : 'off', quickSuggestions });
    },
    mark: (name, problems, titles) => {
      const model = monaco.editor.getModel(uriOf(name));
      if (model === null) return;
      monaco.editor.setModelMarkers(model, OWNER, problems.map(markerOf));
      if (titles === undefined) return;
      const errors = problems.filter(({ isWarning }) => isWarning !== true);
      editor.changeViewZones((accessor) => {
        for (const zone of zones) accessor.removeZone(zone);
        zones = errors.map((problem) => {
          const domNode = lens(problem, titles[problem.source]);
          const room = Math.max(160, editor.getLayoutInfo().contentWidth - 24);
          return accessor.addZone({
            afterLineNumber: problem.range.line,
            heightInPx: lensHeight(problem, room),
            domNode,
          });
        });
      });
      const [first] = errors;
      if (first !== undefined) editor.revealLineInCenterIfOutsideViewport(first.range.line);
    },
    reveal: (line) => {
      editor.revealLineInCenter(line);
      editor.setPosition({ lineNumber: line, column: 1 });
      editor.focus();
    },
    focus: (at) => {
      const position = at === undefined ? undefined : editor.getModel()?.getPositionAt(at);
      if (position !== undefined) editor.setPosition(position);
      editor.focus();
    },
    destroy: () => {
      for (const listener of [listening, cursor, leaving, ...placing]) listener.dispose();
      stopTheme();
      editor.dispose();
      for (const model of own) model.dispose();
    },
  };
}

/** The least change that makes the text of `model` be `text`: cursor and marks stay where nothing changed. */
function changeTo(model: monaco.editor.ITextModel, text: string): monaco.editor.IIdentifiedSingleEditOperation {
  const old = model.getValue();
  const most = Math.min(old.length, text.length);
  let same = 0;
  while (same < most && old[same] === text[same]) same += 1;
  let after = 0;
  while (after < most - same && old.at(-1 - after) === text.at(-1 - after)) after += 1;
  const [from, to] = [model.getPositionAt(same), model.getPositionAt(old.length - after)];
  return { range: monaco.Range.fromPositions(from, to), text: text.slice(same, text.length - after) };
}

/** The indentation of the line that Enter is pressed in; one step more after a colon. */
function indentAfter(editor: monaco.editor.ICodeEditor): string {
  const position = editor.getPosition();
  const line = position === null ? '' : (editor.getModel()?.getLineContent(position.lineNumber) ?? '');
  const before = line.slice(0, (position?.column ?? 1) - 1);
  const indent = /^ */.exec(before)?.[0] ?? '';
  return /:\s*$/.test(before) ? `${indent}  ` : indent;
}

function markerOf({ message, range, isWarning }: TextProblem): monaco.editor.IMarkerData {
  return {
    severity: isWarning === true ? monaco.MarkerSeverity.Warning : monaco.MarkerSeverity.Error,
    message,
    startLineNumber: range.line,
    startColumn: range.column,
    endLineNumber: range.endLine,
    endColumn: range.endColumn,
  };
}

/** The server's own words under the line, in a box that cannot be missed. */
function lens({ message }: TextProblem, title: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'lens';
  const inner = document.createElement('div');
  inner.className = 'lens-box';
  const head = document.createElement('b');
  head.textContent = title;
  const text = document.createElement('div');
  text.className = 'mono';
  text.textContent = message;
  inner.append(head, text);
  box.append(inner);
  return box;
}

/** Enough room for the words at 12 px mono in `width` px, before the browser has laid them out. */
function lensHeight({ message }: TextProblem, width: number): number {
  const perLine = Math.max(10, Math.floor((width - 24) / 7.4));
  const lines = message.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / perLine)), 0);
  return 20 + 22 + lines * 18;
}

/**
 * The line that is typed at the prompt: editing, history, Ctrl-R, Tab. Draws itself with the sequences of a terminal;
 * knows neither xterm nor the shell.
 */
import type { Completion } from '../../shell/shell';
import type { History } from './history';
import type { Key } from './keys';
import { layOut } from './promptLayout';
import { applyEdit, EMPTY_LINE, insert, replaceRange, type TypedLine } from './typedLine';

export interface LineEditorHost {
  write(text: string): void;
  columns(): number;
  /** The line is whole and Enter was pressed. */
  submit(line: string): void;
  /** Clears the screen; the prompt is drawn again after it. */
  clear(): void;
  isUnfinished(text: string): boolean;
  complete(line: string): Promise<Completion>;
  /** Words side by side, as `ls` lays them out. */
  columnsOf(words: readonly string[]): string;
}

interface Search {
  readonly query: string;
  readonly index: number;
  readonly before: TypedLine;
}

export class LineEditor {
  #line: TypedLine = EMPTY_LINE;
  #row = 0;
  #isOpen = false;
  #historyAt: number;
  #draft = '';
  #search: Search | undefined;
  /** Counts changes: an answer to Tab that comes too late is dropped. */
  #version = 0;

  constructor(
    private readonly host: LineEditorHost,
    private readonly history: History,
    private readonly prompt: string,
  ) {
    this.#historyAt = history.lines.length;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get text(): string {
    return this.#line.text;
  }

  /** Shows the prompt on a new line, with what was put there before. */
  open(): void {
    this.#isOpen = true;
    this.#row = 0;
    this.#historyAt = this.history.lines.length;
    this.#draw();
  }

  /** Makes room for output that comes while nobody runs anything: of background jobs. `show` calls back when it is there. */
  stepAside(show: (done: () => void) => void): void {
    this.host.write(this.#erased());
    this.#isOpen = false;
    show(() => this.open());
  }

  /** Replaces the line by `text`, as if it had been typed. */
  put(text: string): void {
    this.#change({ ...EMPTY_LINE, text, cursor: text.length });
  }

  /** The room has changed: the screen has moved the rows, this only counts them anew. */
  resized(): void {
    if (!this.#isOpen) return;
    this.#row = layOut(this.#shownPrompt(), this.#line.text, this.#line.cursor, this.host.columns()).cursorRow;
    this.#redraw();
  }

  async press(key: Key): Promise<void> {
    if (this.#search !== undefined && this.#pressInSearch(key)) return;
    switch (key.type) {
      case 'text':
      case 'paste':
        this.#change(insert(this.#line, key.text.replace(/\t/g, '  ')));
        break;
      case 'edit':
        this.#change(applyEdit(this.#line, key.edit));
        break;
      case 'enter':
        this.#enter();
        break;
      case 'up':
        this.#walkHistory(-1);
        break;
      case 'down':
        this.#walkHistory(1);
        break;
      case 'tab':
        await this.#complete();
        break;
      case 'search':
        this.#search = { query: '', index: this.history.lines.length, before: this.#line };
        this.#redraw();
        break;
      case 'interrupt':
        this.#leave('^C');
        this.#line = { ...EMPTY_LINE, cut: this.#line.cut };
        this.open();
        break;
      case 'clear':
        this.host.clear();
        this.#row = 0;
        this.#draw();
        break;
      case 'endOfInput':
        // Ctrl-D on an empty line would end the shell; here there is always one.
        if (this.#line.text !== '') this.#change(applyEdit(this.#line, 'delete'));
        break;
      case 'cancelSearch':
      case 'escape':
        break;
      default:
        key satisfies never;
    }
  }

  #enter(): void {
    const { text } = this.#line;
    if (this.host.isUnfinished(text)) {
      this.#change(insert({ ...this.#line, cursor: text.length }, '\n'));
      return;
    }
    this.#leave('');
    this.#line = { ...EMPTY_LINE, cut: this.#line.cut };
    this.#isOpen = false;
    this.#version += 1;
    this.history.add(text);
    this.host.submit(text);
  }

  /** Goes below the line, which stays on the screen. */
  #leave(mark: string): void {
    this.#search = undefined;
    this.#line = { ...this.#line, cursor: this.#line.text.length };
    this.#redraw();
    this.host.write(`${mark}\r\n`);
    this.#row = 0;
  }

  #walkHistory(step: -1 | 1): void {
    const { lines } = this.history;
    const next = this.#historyAt + step;
    if (next < 0 || next > lines.length) return;
    if (this.#historyAt === lines.length) this.#draft = this.#line.text;
    this.#historyAt = next;
    const text = lines[next] ?? this.#draft;
    this.#change({ ...this.#line, text, cursor: text.length });
  }

  async #complete(): Promise<void> {
    const version = this.#version;
    const { text, cursor } = this.#line;
    const { from, words } = await this.host.complete(text.slice(0, cursor));
    if (version !== this.#version || !this.#isOpen || words.length === 0) return;
    const [only] = words;
    const common = commonStart(words);
    if (words.length === 1 && only !== undefined) {
      this.#change(replaceRange(this.#line, from, cursor, /[/=]$/.test(only) ? only : `${only} `));
    } else if (common.length > cursor - from) this.#change(replaceRange(this.#line, from, cursor, common));
    else {
      const before = this.#line;
      this.#leave('');
      this.host.write(this.host.columnsOf(words).replace(/\n/g, '\r\n'));
      this.#line = before;
      this.#draw();
    }
  }

  /** False if the key ends the search and counts for the line it found. */
  #pressInSearch(key: Key): boolean {
    const search = this.#search;
    if (search === undefined) return false;
    if (key.type === 'text' || key.type === 'paste') {
      this.#find({ ...search, query: search.query + key.text }, this.history.lines.length);
      return true;
    }
    if (key.type === 'edit' && key.edit === 'backspace') {
      this.#find({ ...search, query: search.query.slice(0, -1) }, this.history.lines.length);
      return true;
    }
    if (key.type === 'search') {
      this.#find(search, search.index);
      return true;
    }
    this.#search = undefined;
    if (key.type === 'interrupt' || key.type === 'cancelSearch') {
      this.#change(search.before);
      return true;
    }
    this.#change(this.#line);
    return key.type === 'escape' || key.type === 'tab';
  }

  #find(search: Search, before: number): void {
    const found = search.query === '' ? undefined : this.history.find(search.query, before);
    this.#search = { ...search, index: found?.index ?? search.index };
    const cursor = found === undefined ? this.#line.cursor : found.line.indexOf(search.query);
    this.#change(found === undefined ? this.#line : { ...this.#line, text: found.line, cursor });
  }

  #change(line: TypedLine): void {
    this.#line = line;
    this.#version += 1;
    if (this.#isOpen) this.#redraw();
  }

  #redraw(): void {
    this.host.write(this.#erased());
    this.#draw();
  }

  /** Takes the line off the screen. */
  #erased(): string {
    return `${this.#row > 0 ? `\u001b[${this.#row}A` : ''}\r\u001b[J`;
  }

  #draw(): void {
    const layout = layOut(this.#shownPrompt(), this.#line.text, this.#line.cursor, this.host.columns());
    const up = layout.endRow - layout.cursorRow;
    const back = `${up > 0 ? `\u001b[${up}A` : ''}\r${layout.cursorColumn > 0 ? `\u001b[${layout.cursorColumn}C` : ''}`;
    this.host.write(layout.text + back);
    this.#row = layout.cursorRow;
  }

  #shownPrompt(): string {
    return this.#search === undefined ? this.prompt : `(reverse-i-search)\`${this.#search.query}': `;
  }
}

/** What all words begin with. */
function commonStart(words: readonly string[]): string {
  const [first = '', ...others] = words;
  let length = first.length;
  for (const word of others) while (!word.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

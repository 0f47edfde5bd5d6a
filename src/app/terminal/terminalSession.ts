/**
 * One terminal of the page: xterm, the line that is typed, and the shell's worker. Lives longer than the panel that
 * shows it: closing the panel stops nothing.
 */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { Hint } from '../../kubectl/environment';
import { inColumns } from '../../shell/programs/ls';
import { isUnfinished } from '../../shell/parser';
import { CookedInput } from './cookedInput';
import { History } from './history';
import { type Key, keyData, readKeys } from './keys';
import { isEndless } from './endless';
import { restAfter } from './rest';
import { copyText } from '../share/clipboard';
import { LineEditor } from './lineEditor';
import { type LinkHost, OutputLinks } from './outputLinks';
import type { Branch } from '../../client/history';
import type { RanLine } from '../../client/lesson';
import type { RealCluster } from './messages';
import { answerShell } from './pageFiles';
import { type Stand, TerminalRecord } from './record';
import { onThemeChange, screenTheme } from './screenTheme';
import { ShellPort } from './shellPort';
import { terminalStore } from './terminalStore';
import { Transcript } from './transcript';

/** What a session needs of the page. */
export interface SessionHost extends LinkHost {
  /** A port to the engine. */
  readonly engine: MessagePort;
  /** Absent: a simulated one. */
  readonly cluster?: RealCluster;
  /** What stands before a typed line. */
  readonly prompt: string;
  /** The sentence of a hint in the page's language. */
  hintText(hint: Hint): string;
  /** A line has begun or ended: the run has more commands now. */
  lineChanged(): void;
  /** A line has ended; `output` is the beginning of what it printed, both streams together. */
  lineRan(line: RanLine): void;
  /** Fonts of the page. */
  readonly fontFamily: string;
  /** What the screen says before the first prompt. */
  readonly greeting: string;
  /** Says that the clock went away from a running command. */
  movedText(): string;
}

/** Lines that scroll off and can be scrolled back to. */
const SCROLLBACK = 5_000;
/** So many characters of an output are looked at. */
const MOST_LOOKED_AT = 16_384;
const BRACKETED_PASTE = '\u001b[?2004h';
const CLEAR = '\u001b[H\u001b[2J\u001b[3J';

export class TerminalSession {
  /** Holds the screen; put it where the panel is. */
  readonly element = document.createElement('div');
  readonly history = new History();
  readonly #screen: Terminal;
  readonly #fit = new FitAddon();
  readonly #editor: LineEditor;
  readonly #shell: ShellPort;
  readonly #cooked: CookedInput;
  readonly #transcript = new Transcript();
  /** What was printed when, for the screen to show the moment that the page shows. */
  readonly #record = new TerminalRecord();
  #stand: Stand | undefined;
  readonly #links: OutputLinks;
  readonly #stopTheme: () => void;
  /** Resolves when all keys so far have done what they do. */
  #pressed = Promise.resolve();
  /** Keys that were pressed while something ran that reads none: they are for the prompt, or for who reads next. */
  #ahead: Key[] = [];
  /** What the running line has printed, as far as anybody looks at it. */
  #printed = '';
  /** The line that runs, or ran last. */
  #running = '';
  /** Lines that are to run, each at its own prompt. */
  readonly #lines: string[] = [];
  #isReading = false;
  #isRaw = false;
  #isReady = false;
  /** After Escape the next Tab leaves the terminal. */
  #leaves = false;

  constructor(private readonly host: SessionHost) {
    this.element.className = 'terminal-screen';
    this.#screen = new Terminal({
      fontFamily: host.fontFamily,
      fontSize: 12,
      lineHeight: 1.1,
      scrollback: SCROLLBACK,
      convertEol: true,
      theme: screenTheme(),
      cursorBlink: false,
      minimumContrastRatio: 4.5,
      allowProposedApi: false,
    });
    this.#screen.loadAddon(this.#fit);
    this.#editor = new LineEditor(
      {
        write: (text) => this.#screen.write(text),
        columns: () => this.#screen.cols,
        submit: (line) => void this.#run(line),
        clear: () => this.#write(CLEAR),
        isUnfinished,
        complete: (line) => this.#shell.complete(line),
        columnsOf: (words) => inColumns(words, this.#screen.cols),
      },
      this.history,
      host.prompt,
    );
    this.#shell = new ShellPort(host.engine, host.cluster, {
      show: (text) => this.#show(text),
      showHint: (hint) => this.#showHint(hint),
      onReading: () => {
        this.#isReading = true;
        for (const key of this.#ahead.splice(0)) this.#cooked.press(key);
      },
      setRaw: (on) => {
        this.#isRaw = on;
        const ahead = on ? this.#ahead.splice(0).map(keyData).join('') : '';
        if (ahead !== '') this.#shell.input(ahead);
      },
      answer: (question) => answerShell(question, this.history),
      onReady: () => this.#open(),
      onCrash: (why) => this.#write(`\r\n\u001b[31m${why}\u001b[0m\r\n`),
    });
    this.#cooked = new CookedInput({
      write: (text) => this.#write(text),
      send: (text) => this.#shell.input(text),
      interrupt: () => this.interrupt(),
    });
    this.#links = new OutputLinks(this.#screen, host);
    this.#screen.attachCustomKeyEventHandler((event) => this.#takesKey(event));
    this.#screen.onData((data) => this.type(data));
    this.#screen.onResize(({ cols, rows }) => {
      this.#shell.resize({ columns: cols, rows });
      this.#editor.resized();
    });
    this.#stopTheme = onThemeChange(() => {
      this.#screen.options.theme = screenTheme();
    });
    if (host.greeting !== '') this.#write(`\u001b[90m${host.greeting}\u001b[0m\r\n`);
  }

  /** Puts the screen into `parent`. Hands back what takes it out again; the session goes on. */
  attach(parent: HTMLElement, fontSize: number): () => void {
    parent.append(this.element);
    if (this.#screen.element === undefined) this.#screen.open(this.element);
    this.#screen.options.fontSize = fontSize;
    const observer = new ResizeObserver(() => this.#fit.fit());
    observer.observe(parent);
    this.#fit.fit();
    this.#shell.resize({ columns: this.#screen.cols, rows: this.#screen.rows });
    return () => {
      observer.disconnect();
      this.element.remove();
    };
  }

  focus(): void {
    this.#screen.focus();
  }

  /** Names the field for screen readers. */
  name(label: string): void {
    this.#screen.textarea?.setAttribute('aria-label', label);
  }

  /** Ctrl-C, for those who have no such key. */
  interrupt(): void {
    this.#lines.length = 0;
    terminalStore.getState().editing?.giveUp();
    if (!this.#editor.isOpen) this.#shell.interrupt();
  }

  /** Puts a line at the prompt; while a command runs it waits for the next prompt. */
  put(line: string): void {
    this.#editor.put(line);
    this.#screen.scrollToBottom();
  }

  /** Runs a line as if it had been typed at the prompt; while a command runs it waits for the next prompt. */
  runLine(line: string): void {
    if (this.#isReady && this.#editor.isOpen) this.#submit(line);
    else {
      this.#lines.push(line);
      // A watch would keep it waiting for ever.
      if (isEndless(this.#running)) this.interrupt();
    }
  }

  /** A file of the learner's machine; undefined if there is none of that path. */
  readFile(path: string): Promise<string | undefined> {
    return this.#shell.read(path);
  }

  /** Shows lines of a run that was opened, as if they had been typed, and remembers them. */
  recall(
    typed: readonly { readonly text: string; readonly at: number; readonly branch: string }[],
    heading: string,
  ): void {
    this.history.adopt(typed.map(({ text }) => text));
    this.#record.newRun();
    this.#stand = undefined;
    if (typed.length === 0) return;
    this.#record.add(`\u001b[90m${heading}\u001b[0m\r\n`);
    for (const { text, at, branch } of typed) {
      this.#record.addOld(`\u001b[90m${this.#echo(text)}\u001b[0m`, at, branch);
    }
    this.#redraw(this.#record.redrawn());
  }

  /** What such lines printed, each where it ended. */
  recallOutputs(ended: readonly { readonly output: string; readonly at: number; readonly branch: string }[]): void {
    for (const { output, at, branch } of ended) {
      if (output !== '') this.#record.addOld(`${output.replaceAll('\n', '\r\n')}\r\n`, at, branch);
    }
    this.#redraw(this.#record.redrawn());
  }

  /** The page's clock stands at `stand`: the screen shows what had been printed by then. `began`: the branch that a deed has just begun there. */
  moveTo(stand: Stand, began?: Branch): void {
    const before = this.#stand;
    this.#stand = stand;
    const isBack = before !== undefined && (stand.at < before.at || stand.branch !== before.branch);
    const isLeft = isBack && began === undefined && terminalStore.getState().isBusy;
    if (isLeft) {
      this.#record.add(this.#movedLine());
      this.#record.leaveAt(before);
    }
    const text = this.#record.moveTo(stand, began);
    if (text !== undefined) this.#redraw(isLeft ? text + this.#movedLine() : text);
    if (isLeft) this.interrupt();
  }

  #movedLine(): string {
    return `\u001b[90m${this.host.movedText()}\u001b[0m\r\n`;
  }

  /** A typed line as the screen keeps it. */
  #echo(line: string): string {
    return `${this.host.prompt}${line.replace(/\n/g, '\r\n> ')}\r\n`;
  }

  /** The whole screen anew; what is being typed stays at its end. */
  #redraw(text: string): void {
    const write = (done?: () => void) =>
      this.#screen.write(CLEAR + text, () => {
        if (done !== undefined) this.#freshLine(done, false);
      });
    if (this.#isReady && this.#editor.isOpen) this.#editor.stepAside(write);
    else write();
  }

  /** Prints, and remembers when that was. What belongs to another moment is remembered only. */
  #write(text: string, done?: () => void): void {
    if (this.#record.add(text)) this.#screen.write(text, done);
    else this.#screen.write('', done);
  }

  close(): void {
    this.#stopTheme();
    this.#shell.close();
    this.#screen.dispose();
    this.element.remove();
  }

  #open(): void {
    this.#isReady = true;
    this.#screen.write(BRACKETED_PASTE);
    this.#editor.open();
    for (const key of this.#ahead.splice(0)) this.#queue(key);
    this.#submit(this.#lines.shift());
  }

  #submit(line: string | undefined): void {
    if (line === undefined) return;
    this.put(line);
    // At once: a second line that comes now finds the first one running.
    for (const key of readKeys('\r')) void this.#press(key);
  }

  async #run(line: string): Promise<void> {
    this.#transcript.add(`${this.host.prompt}${line}\n`);
    this.#record.addLine(this.#echo(line), line);
    let unread = '';
    if (line.trim() !== '') {
      this.#links.commandStarts(line);
      terminalStore.getState().setBusy(true);
      this.#printed = '';
      this.#running = line;
      const running = this.#shell.run(line);
      this.host.lineChanged();
      const ended = await running;
      unread = ended.unread;
      this.host.lineChanged();
      this.host.lineRan({ text: line, exitCode: ended.code, output: this.#printed });
      terminalStore.getState().setBusy(false);
      this.#isRaw = false;
      this.#isReading = false;
      unread += this.#cooked.take();
    }
    this.#freshLine(() => {
      this.#record.leaveAt(undefined);
      this.#editor.open();
      const keys = [...readKeys(unread), ...this.#ahead.splice(0)];
      for (const key of keys) this.#queue(key);
      this.#submit(this.#lines.shift());
    });
  }

  /** The prompt begins in the first column, whatever the last program printed. */
  #freshLine(then: () => void, isPrinted = true): void {
    this.#screen.write('', () => {
      if (this.#screen.buffer.active.cursorX > 0) {
        if (isPrinted) this.#write('\r\n');
        else this.#screen.write('\r\n');
      }
      then();
    });
  }

  /** As if `data` had been typed; before the first prompt it waits for it. */
  type(data: string): void {
    this.#links.leave();
    if (this.#isRaw) return this.#shell.input(data);
    for (const key of readKeys(data)) this.#queue(key);
  }

  /** Keys wait while Tab looks for words; Ctrl-C waits for nothing. */
  #queue(key: Key): void {
    if (key.type === 'interrupt') void this.#press(key);
    else this.#pressed = this.#pressed.then(() => this.#press(key));
  }

  async #press(key: Key): Promise<void> {
    if (this.#editor.isOpen) await this.#editor.press(key);
    else if (key.type === 'clear') this.#write(CLEAR);
    else if (this.#isReading || key.type === 'interrupt') {
      if (key.type === 'interrupt') this.#ahead = [];
      this.#cooked.press(key);
    } else this.#ahead.push(key);
  }

  /** False keeps a key from xterm: the browser copies, pastes, or moves the focus. */
  #takesKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    // F5 and its like are the browser's.
    if (/^F\d+$/.test(event.key) && !this.#isRaw) return false;
    const withControl = event.ctrlKey || event.metaKey;
    if (this.#links.press(event)) {
      event.preventDefault();
      return false;
    }
    if (withControl && event.key.toLowerCase() === 'v') return false;
    if (withControl && event.key.toLowerCase() === 'c' && this.#screen.hasSelection()) {
      void copyText(this.#screen.getSelection());
      this.#screen.clearSelection();
      event.preventDefault();
      return false;
    }
    const leaves = event.key === 'Tab' && (event.shiftKey || this.#leaves) && !this.#isRaw;
    if (event.key !== 'Shift') this.#leaves = event.key === 'Escape';
    return !leaves;
  }

  /** One piece at once, the next after a rest: what scrolls paints the whole screen anew, once per piece. */
  #show(text: string): Promise<void> {
    this.#transcript.add(text);
    if (this.#printed.length < MOST_LOOKED_AT) this.#printed += text;
    return new Promise((resolve) => {
      const started = performance.now();
      const write = (done?: () => void) =>
        this.#write(text, () => {
          if (done !== undefined) this.#freshLine(done);
          restAfter(performance.now() - started, resolve);
        });
      if (this.#editor.isOpen) this.#editor.stepAside(write);
      else write();
    });
  }

  /** Not kubectl's words: a line of its own with a mark and a colour that kubectl never prints. */
  #showHint(hint: Hint): void {
    const text = this.host.hintText(hint);
    this.#transcript.add(`${text}\n`);
    this.#screen.write('', () => {
      const start = this.#screen.buffer.active.cursorX > 0 ? '\r\n' : '';
      this.#write(`${start}\u001b[35;3m┃ ${text.replace(/\n/g, '\r\n┃ ')}\u001b[0m\r\n`);
    });
  }
}

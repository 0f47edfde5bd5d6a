/** The page's end of the shell's worker: runs lines, passes keys on, answers its questions. */
import type { Hint } from '../../kubectl/environment';
import type { Completion } from '../../shell/shell';
import type { FromShell, PageAnswer, PageQuestion, RealCluster, ScreenSize, ToShell } from './messages';

export interface ShellPortHost {
  /** Resolves when the text is on the screen: the next piece comes after that. */
  show(text: string): Promise<void>;
  showHint(hint: Hint): void;
  /** A program waits for what is typed: whole lines. */
  onReading(): void;
  /** Single keys are wanted, or whole lines again. */
  setRaw(on: boolean): void;
  answer(question: PageQuestion): Promise<PageAnswer>;
  onReady(): void;
  onCrash(why: string): void;
}

/** How a line ended. */
export interface EndedLine {
  readonly code: number;
  /** What was typed meanwhile and nobody read. */
  readonly unread: string;
}

export class ShellPort {
  readonly #worker: Worker;
  readonly #running = new Map<number, (ended: EndedLine) => void>();
  readonly #completing = new Map<number, (completion: Completion) => void>();
  readonly #reading = new Map<number, (text: string | undefined) => void>();
  #nextId = 1;

  constructor(
    engine: MessagePort,
    cluster: RealCluster | undefined,
    private readonly host: ShellPortHost,
  ) {
    this.#worker = new Worker(new URL('./shell.worker.ts', import.meta.url), {
      type: 'module',
      name: 'kubeloop-shell',
    });
    this.#worker.addEventListener('message', (event: MessageEvent<FromShell>) => void this.#receive(event.data));
    this.#worker.addEventListener('error', (event) => this.#fail(event.message || 'the shell did not start'));
    this.#post({ type: 'start', engine, ...(cluster === undefined ? {} : { cluster }) }, [engine]);
  }

  /** Resolves when the line has ended. */
  run(line: string): Promise<EndedLine> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#running.set(id, resolve);
      this.#post({ type: 'run', id, line });
    });
  }

  complete(line: string): Promise<Completion> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#completing.set(id, resolve);
      this.#post({ type: 'complete', id, line });
    });
  }

  /** A file of the learner's machine; undefined if there is none of that path. */
  read(path: string): Promise<string | undefined> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#reading.set(id, resolve);
      this.#post({ type: 'read', id, path });
    });
  }

  interrupt(): void {
    this.#post({ type: 'interrupt' });
  }

  /** A line, keys, or undefined for the end of input. */
  input(text: string | undefined): void {
    this.#post({ type: 'input', text });
  }

  resize(size: ScreenSize): void {
    this.#post({ type: 'size', size });
  }

  close(): void {
    this.#worker.terminate();
  }

  async #receive(message: FromShell): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.host.onReady();
      case 'out':
        await this.host.show(message.text);
        return this.#post({ type: 'shown' });
      case 'hint':
        return this.host.showHint(message.hint);
      case 'reading':
        return this.host.onReading();
      case 'raw':
        return this.host.setRaw(message.on);
      case 'done':
        this.#running.get(message.id)?.({ code: message.code, unread: message.unread });
        this.#running.delete(message.id);
        return undefined;
      case 'completion':
        this.#completing.get(message.id)?.(message.completion);
        this.#completing.delete(message.id);
        return undefined;
      case 'file':
        this.#reading.get(message.id)?.(message.text);
        this.#reading.delete(message.id);
        return undefined;
      case 'ask': {
        const answer = await this.host.answer(message.question);
        return this.#post({ type: 'answer', id: message.id, answer });
      }
      default:
        return message satisfies never;
    }
  }

  /** A mistake of ours in one command: it is told, and the prompt comes back. */
  #fail(why: string): void {
    this.host.onCrash(why);
    for (const done of this.#running.values()) done({ code: 1, unread: '' });
    this.#running.clear();
  }

  #post(message: ToShell, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

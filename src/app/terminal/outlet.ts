/**
 * Where the shell's output leaves the worker: in pieces, the next one only when the page has shown the last, so that
 * a fast writer neither stalls the page nor fills its memory.
 */

/** Characters in one piece: about 3 ms of the page's time. */
const PIECE = 32_768;
/** A writer waits while more than this has not left. */
const WINDOW = 4 * PIECE;

export class Outlet {
  #waiting: string[] = [];
  #size = 0;
  #isShowing = false;
  #isScheduled = false;
  #writers: (() => void)[] = [];
  #onEmpty: (() => void)[] = [];

  /** `post` sends a piece; `soon` calls back after the present turn, so that small texts leave together. */
  constructor(
    private readonly post: (text: string) => void,
    private readonly soon: (act: () => void) => void,
  ) {}

  /** Resolves when there is room for more. */
  write(text: string): Promise<void> | void {
    if (text === '') return undefined;
    this.#waiting.push(text);
    this.#size += text.length;
    this.#schedule();
    if (this.#size <= WINDOW) return undefined;
    return new Promise((resolve) => {
      this.#writers.push(resolve);
    });
  }

  /** The page has shown the last piece. */
  shown(): void {
    this.#isShowing = false;
    this.#send();
  }

  /** Drops what has not left: after Ctrl-C nobody wants it. */
  drop(): void {
    this.#waiting = [];
    this.#size = 0;
    this.#wake();
  }

  /** Resolves when everything has left. */
  async drained(): Promise<void> {
    while (this.#size > 0) {
      await new Promise<void>((resolve) => {
        this.#onEmpty.push(resolve);
      });
    }
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isShowing) return;
    this.#isScheduled = true;
    this.soon(() => {
      this.#isScheduled = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#isShowing || this.#size === 0) return this.#wake();
    const all = this.#waiting.join('');
    const end = pieceEnd(all);
    const rest = all.slice(end);
    this.#waiting = rest === '' ? [] : [rest];
    this.#size = rest.length;
    this.#isShowing = true;
    this.post(all.slice(0, end));
    this.#wake();
  }

  #wake(): void {
    if (this.#size <= WINDOW) {
      for (const wake of this.#writers.splice(0)) wake();
    }
    if (this.#size === 0) for (const wake of this.#onEmpty.splice(0)) wake();
  }
}

/** A piece never ends between the halves of a character. */
function pieceEnd(text: string): number {
  if (text.length <= PIECE) return text.length;
  const last = text.charCodeAt(PIECE - 1);
  return last >= 0xd800 && last <= 0xdbff ? PIECE - 1 : PIECE;
}

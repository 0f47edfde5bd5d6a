/** What the page and the shell's worker say to each other. Plain data both ways. */
import type { Hint } from '../../kubectl/environment';
import type { Completion } from '../../shell/shell';

/** A real cluster, as the kubeconfig of the page's shell names it. */
export interface RealCluster {
  readonly server: string;
  readonly context: string;
  readonly namespace: string;
}

/** Room of the terminal in cells. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export type ToShell =
  /** The first message. `engine` is transferred. Without `cluster` it is a simulated one. */
  | { readonly type: 'start'; readonly engine: MessagePort; readonly cluster?: RealCluster }
  | { readonly type: 'run'; readonly id: number; readonly line: string }
  | { readonly type: 'size'; readonly size: ScreenSize }
  /** Ctrl-C. */
  | { readonly type: 'interrupt' }
  /** Lines that were typed while a program runs, or single keys in raw mode; undefined is Ctrl-D. */
  | { readonly type: 'input'; readonly text: string | undefined }
  | { readonly type: 'complete'; readonly id: number; readonly line: string }
  /** A file of the learner's machine. */
  | { readonly type: 'read'; readonly id: number; readonly path: string }
  /** The last piece of output is on the screen. */
  | { readonly type: 'shown' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: PageAnswer };

export type FromShell =
  | { readonly type: 'ready' }
  /** The next piece comes after `shown`. */
  | { readonly type: 'out'; readonly text: string }
  | { readonly type: 'hint'; readonly hint: Hint }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly code: number;
      /** What was typed and nobody read: it is for the prompt. */
      readonly unread: string;
    }
  | { readonly type: 'completion'; readonly id: number; readonly completion: Completion }
  /** Undefined: there is no such file. */
  | { readonly type: 'file'; readonly id: number; readonly text: string | undefined }
  /** A program waits for what is typed. */
  | { readonly type: 'reading' }
  | { readonly type: 'raw'; readonly on: boolean }
  | { readonly type: 'ask'; readonly id: number; readonly question: PageQuestion };

/** What only the page has: the editor's files (by their names there), the editor, the history. */
export type PageQuestion =
  | { readonly type: 'names' | 'history' }
  | { readonly type: 'read'; readonly name: string }
  | { readonly type: 'write'; readonly name: string; readonly text: string }
  | { readonly type: 'remove'; readonly name: string }
  /** Resolves with the text once the person is done with it. A file that is not one of the editor's comes with its text. */
  | { readonly type: 'edit'; readonly name: string; readonly text?: string };

/** Names, lines of history, a file's text; undefined if there is no such file. */
export type PageAnswer = readonly string[] | string | undefined;

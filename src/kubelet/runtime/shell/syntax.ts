/** The shell's language as data: what the parser makes and the compiler reads. */

/** A piece of a word. `quoted` pieces are neither split nor matched against file names. */
export type Part =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  /** `$X`, `${X}`, `${X:-word}`; `operator` is `-`, `:-`, `+`, `:+`, `=`, `:=`, `?`, `:?`, `#`, `##`, `%`, `%%` or `length`. */
  | {
      readonly type: 'variable';
      readonly name: string;
      readonly operator?: string;
      readonly argument?: Word;
      readonly quoted: boolean;
    }
  | { readonly type: 'command'; readonly source: string; readonly quoted: boolean }
  | { readonly type: 'arithmetic'; readonly source: string; readonly quoted: boolean };
/** What becomes one or more arguments. */
export type Word = readonly Part[];

/** One redirection; descriptor 12 stands for both outputs. */
export interface Redirect {
  readonly fd: number;
  /** `<<` carries its text in `target`; `>&` names a descriptor. */
  readonly operator: '<' | '>' | '>>' | '>&' | '<<';
  readonly target: Word;
}
/** `NAME=word` before a command. */
export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

/** A command, simple or compound. */
export type Node =
  | { readonly type: 'list'; readonly items: readonly Node[] }
  | { readonly type: 'and'; readonly left: Node; readonly right: Node }
  | { readonly type: 'or'; readonly left: Node; readonly right: Node }
  | { readonly type: 'not'; readonly node: Node }
  | { readonly type: 'background'; readonly source: string }
  /** The stages keep their text: each runs as a machine of its own. */
  | { readonly type: 'pipeline'; readonly stages: readonly string[] }
  | {
      readonly type: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      readonly redirects: readonly Redirect[];
    }
  | { readonly type: 'if'; readonly condition: Node; readonly body: Node; readonly otherwise?: Node }
  | { readonly type: 'while'; readonly condition: Node; readonly body: Node; readonly isUntil: boolean }
  | { readonly type: 'for'; readonly name: string; readonly words?: readonly Word[]; readonly body: Node }
  | {
      readonly type: 'case';
      readonly word: Word;
      readonly arms: readonly { readonly patterns: readonly Word[]; readonly body: Node }[];
    }
  | { readonly type: 'subshell'; readonly source: string }
  | { readonly type: 'redirected'; readonly node: Node; readonly redirects: readonly Redirect[] };

/** The text does not parse; `message` as ash words it. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
}

/** A shell line as a tree. Names follow the grammar of POSIX sh (XCU 2.10) where it has one. */

/** A piece of a word. `quoted` pieces are neither split nor globbed. */
export type WordPart =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly type: 'variable';
      readonly name: string;
      readonly quoted: boolean;
      /** Of `${name:-otherwise}`. */
      readonly otherwise?: Word;
    }
  | { readonly type: 'command'; readonly script: Script; readonly quoted: boolean }
  /** `<(...)`: a path under which its output can be read. */
  | { readonly type: 'process'; readonly script: Script; readonly quoted: false }
  /** `$((...))`. */
  | { readonly type: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

/** A word before expansion. */
export type Word = readonly WordPart[];

/** Where a stream of a command goes or comes from. */
export type Redirection =
  | { readonly type: 'file'; readonly fd: number; readonly mode: '<' | '>' | '>>'; readonly file: Word }
  /** `2>&1`. */
  | { readonly type: 'copy'; readonly fd: number; readonly from: number }
  /** `&>file`: both outputs. */
  | { readonly type: 'both'; readonly mode: '>' | '>>'; readonly file: Word }
  /** A heredoc or `<<<`: the text is the standard input. */
  | { readonly type: 'text'; readonly text: Word };

/** `NAME=value` before a command. */
export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

/** A command, simple or compound. */
export type Command =
  | {
      readonly type: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      readonly redirections: readonly Redirection[];
    }
  | {
      readonly type: 'compound';
      readonly body: Compound;
      readonly redirections: readonly Redirection[];
    };

/** Commands within keywords or brackets. */
export type Compound =
  | { readonly type: 'for'; readonly name: string; readonly items: readonly Word[]; readonly body: Script }
  | { readonly type: 'while'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | {
      readonly type: 'if';
      readonly branches: readonly { readonly condition: Script; readonly body: Script }[];
      readonly otherwise?: Script;
    }
  /** `{ ...; }`, or `( ... )` with a state of its own. */
  | { readonly type: 'group'; readonly subshell: boolean; readonly body: Script };

/** Commands that feed each other. */
export interface Pipeline {
  /** `! ...`. */
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

/** Pipelines joined by `&&` and `||`, which bind alike. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly background: boolean;
  /** As it was written, for `jobs`. */
  readonly source: string;
}

/** What one line, or several, say. */
export type Script = readonly AndOr[];

/** The text ends too early: an open quote, a heredoc without its end, `for` without `done`. */
export class UnfinishedScript extends Error {
  override name = 'UnfinishedScript';
}

/** Bash's `syntax error near unexpected token`. */
export class ScriptError extends Error {
  override name = 'ScriptError';
}

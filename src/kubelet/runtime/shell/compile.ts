/**
 * Syntax tree to a flat list of operations. A running script is then a place in that list: plain data that a
 * checkpoint can carry, where a call stack could not be carried.
 */
import { parseScript } from './parser';
import type { Assignment, Node, Redirect, Word } from './syntax';

/** One step of a script; `to` is the number of another. */
export type Operation =
  | {
      readonly type: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      readonly redirects: readonly Redirect[];
    }
  | { readonly type: 'pipeline'; readonly stages: readonly string[] }
  | { readonly type: 'background'; readonly source: string }
  | { readonly type: 'subshell'; readonly source: string }
  | { readonly type: 'jump'; readonly to: number }
  | { readonly type: 'jumpIfFailed' | 'jumpIfOk'; readonly to: number }
  | { readonly type: 'not' | 'ok' | 'endLoop' | 'endRedirect' | 'stopIfFailed' }
  | { readonly type: 'redirect'; readonly redirects: readonly Redirect[] }
  /** Expands the words of a `for`; absent: the positional parameters. */
  | { readonly type: 'loop'; readonly words?: readonly Word[] }
  /** Gives `name` the next value, or leaves the loop. */
  | { readonly type: 'next'; readonly name: string; readonly to: number }
  | {
      readonly type: 'case';
      readonly word: Word;
      readonly arms: readonly { readonly patterns: readonly Word[]; readonly to: number }[];
      readonly otherwise: number;
    };

/** Scripts met so far. Derived: a lost memo is compiled again. */
const memo = new Map<string, readonly Operation[]>();
const MEMO_SIZE = 500;

/** The operations of `source`. Throws ShellSyntaxError. */
export function compile(source: string): readonly Operation[] {
  const known = memo.get(source);
  if (known) return known;
  const compiler = new Compiler();
  compiler.node(parseScript(source), false);
  if (memo.size >= MEMO_SIZE) memo.clear();
  memo.set(source, compiler.operations);
  return compiler.operations;
}

/** What `break` and `continue` have to leave behind. */
type Enclosing =
  | { readonly type: 'redirect' }
  | { readonly type: 'loop'; readonly isFor: boolean; readonly start: number; readonly breaks: number[] };

class Compiler {
  readonly operations: Operation[] = [];
  readonly #enclosing: Enclosing[] = [];

  /** `isTested`: a failure here is a condition, not a reason for `set -e` to stop. */
  node(node: Node, isTested: boolean): void {
    switch (node.type) {
      case 'list':
        for (const item of node.items) this.node(item, isTested);
        return;
      case 'and':
      case 'or': {
        this.node(node.left, true);
        const skip = this.#hole();
        this.node(node.right, isTested);
        this.#fill(skip, { type: node.type === 'and' ? 'jumpIfFailed' : 'jumpIfOk', to: this.#here });
        return;
      }
      case 'not':
        this.node(node.node, true);
        this.#add({ type: 'not' });
        return;
      case 'if':
        this.#if(node, isTested);
        return;
      case 'while':
        this.#while(node);
        return;
      case 'for':
        this.#for(node);
        return;
      case 'case':
        this.#case(node, isTested);
        return;
      case 'redirected':
        this.#add({ type: 'redirect', redirects: node.redirects });
        this.#enclosing.push({ type: 'redirect' });
        this.node(node.node, isTested);
        this.#enclosing.pop();
        this.#add({ type: 'endRedirect' });
        return;
      case 'simple':
        if (this.#leave(node.words)) return;
        this.#add(node);
        if (!isTested) this.#add({ type: 'stopIfFailed' });
        return;
      case 'background':
        this.#add(node);
        return;
      case 'pipeline':
      case 'subshell':
        this.#add(node);
        if (!isTested) this.#add({ type: 'stopIfFailed' });
        return;
    }
    node satisfies never;
  }

  #if(node: Node & { type: 'if' }, isTested: boolean): void {
    this.node(node.condition, true);
    const toElse = this.#hole();
    this.node(node.body, isTested);
    const toEnd = this.#hole();
    this.#fill(toElse, { type: 'jumpIfFailed', to: this.#here });
    if (node.otherwise) this.node(node.otherwise, isTested);
    else this.#add({ type: 'ok' });
    this.#fill(toEnd, { type: 'jump', to: this.#here });
  }

  #while(node: Node & { type: 'while' }): void {
    const start = this.#here;
    this.node(node.condition, true);
    const toEnd = this.#hole();
    const loop: Enclosing = { type: 'loop', isFor: false, start, breaks: [] };
    this.#enclosing.push(loop);
    this.node(node.body, false);
    this.#enclosing.pop();
    this.#add({ type: 'jump', to: start });
    this.#fill(toEnd, { type: node.isUntil ? 'jumpIfOk' : 'jumpIfFailed', to: this.#here });
    this.#add({ type: 'ok' });
    for (const place of loop.breaks) this.#fill(place, { type: 'jump', to: this.#here });
  }

  #for(node: Node & { type: 'for' }): void {
    this.#add({ type: 'loop', ...(node.words ? { words: node.words } : {}) });
    const start = this.#here;
    const next = this.#hole();
    const loop: Enclosing = { type: 'loop', isFor: true, start, breaks: [] };
    this.#enclosing.push(loop);
    this.node(node.body, false);
    this.#enclosing.pop();
    this.#add({ type: 'jump', to: start });
    this.#fill(next, { type: 'next', name: node.name, to: this.#here });
    for (const place of loop.breaks) this.#fill(place, { type: 'jump', to: this.#here });
  }

  #case(node: Node & { type: 'case' }, isTested: boolean): void {
    const choice = this.#hole();
    const ends: number[] = [];
    const arms = node.arms.map(({ patterns, body }) => {
      const to = this.#here;
      this.#add({ type: 'ok' });
      this.node(body, isTested);
      ends.push(this.#hole());
      return { patterns, to };
    });
    const otherwise = this.#here;
    this.#add({ type: 'ok' });
    this.#fill(choice, { type: 'case', word: node.word, arms, otherwise });
    for (const place of ends) this.#fill(place, { type: 'jump', to: this.#here });
  }

  /** `break [n]` and `continue [n]` become jumps. */
  #leave(words: readonly Word[]): boolean {
    const [first, second] = words.map((word) => (word[0]?.type === 'text' && word.length === 1 ? word[0].text : ''));
    if (first !== 'break' && first !== 'continue') return false;
    let levels = Math.max(1, Number(second ?? '1') || 1);
    for (const around of [...this.#enclosing].reverse()) {
      if (around.type === 'redirect') {
        this.#add({ type: 'endRedirect' });
        continue;
      }
      levels -= 1;
      if (levels === 0 && first === 'continue') {
        this.#add({ type: 'jump', to: around.start });
        return true;
      }
      if (around.isFor) this.#add({ type: 'endLoop' });
      if (levels === 0) {
        around.breaks.push(this.#hole());
        return true;
      }
    }
    return true;
  }

  get #here(): number {
    return this.operations.length;
  }
  #add(operation: Operation): void {
    this.operations.push(operation);
  }
  #hole(): number {
    this.operations.push({ type: 'ok' });
    return this.operations.length - 1;
  }
  #fill(place: number, operation: Operation): void {
    this.operations[place] = operation;
  }
}

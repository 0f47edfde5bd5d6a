/**
 * Reads a Go template.
 * Models text/template/parse/parse.go (Go 1.26). Left out: comments as nodes, complex numbers.
 */
import { goQuote } from '../../../printers/goFormat';
import { unquote } from '../../../printers/goUnquote';
import { TemplateError } from './errors';
import { Lexer, type Token, type TokenType, tokenName } from './lexer';
import { TokenStream } from './tokenStream';
import {
  type ActionNode,
  type ArgumentNode,
  type BranchNode,
  type CommandNode,
  type ListNode,
  type NumberNode,
  type PipeNode,
  type StatementNode,
  textOfNode,
  type VariableNode,
} from './nodes';

/** A template with those that it defines, by name. `text` is its source. */
export interface ParsedTemplates {
  readonly name: string;
  readonly text: string;
  readonly trees: ReadonlyMap<string, ListNode>;
}

/** What closes a list. */
interface Closing extends Pick<Token, 'at'> {
  readonly type: 'end' | 'else';
}

const operands: readonly TokenType[] = [
  'bool',
  'charConstant',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
];

/** Reads `text`. `functions` are those that it may name. Throws TemplateError. */
export function parseTemplates(name: string, text: string, functions: ReadonlySet<string>): ParsedTemplates {
  const trees = new Map<string, ListNode>();
  const parser = new Parser(name, new Lexer(text), functions, trees);
  parser.top();
  return { name, text, trees };
}

class Parser {
  private readonly tokens: TokenStream;
  private variables = ['$'];
  private actionLine = 0;
  private rangeDepth = 0;

  constructor(
    private readonly name: string,
    lexer: Lexer,
    private readonly functions: ReadonlySet<string>,
    private readonly trees: Map<string, ListNode>,
  ) {
    this.tokens = new TokenStream(lexer);
  }

  top(): void {
    const at = this.tokens.peek().at;
    const nodes: StatementNode[] = [];
    while (this.tokens.peek().type !== 'eof') {
      if (this.tokens.peek().type === 'leftDelim') {
        const delim = this.tokens.next();
        if (this.tokens.nextNonSpace().type === 'define') {
          this.definition();
          continue;
        }
        this.tokens.back2(delim);
      }
      const node = this.textOrAction();
      if (isClosing(node)) throw this.error(`unexpected {{${node.type}}}`);
      nodes.push(node);
    }
    this.add(this.name, { type: 'list', at, nodes });
  }

  private definition(): void {
    const context = 'define clause';
    const token = this.tokens.nextNonSpace();
    const name = this.templateName(token, context);
    this.expect('rightDelim', context);
    this.add(name, this.ownList(context));
  }

  /** A list with variables of its own, up to its end. */
  private ownList(context: string): ListNode {
    const { variables, rangeDepth } = this;
    this.variables = ['$'];
    this.rangeDepth = 0;
    const { list, closing } = this.list();
    if (closing.type !== 'end') throw this.error(`unexpected {{${closing.type}}} in ${context}`);
    this.variables = variables;
    this.rangeDepth = rangeDepth;
    return list;
  }

  private add(name: string, list: ListNode): void {
    const known = this.trees.get(name);
    if (known === undefined || isEmpty(known)) this.trees.set(name, list);
    else if (!isEmpty(list)) throw this.error(`template: multiple definition of template ${goQuote(name)}`);
  }

  private list(): { readonly list: ListNode; readonly closing: Closing } {
    const at = this.tokens.peekNonSpace().at;
    const nodes: StatementNode[] = [];
    while (this.tokens.peekNonSpace().type !== 'eof') {
      const node = this.textOrAction();
      if (isClosing(node)) return { list: { type: 'list', at, nodes }, closing: node };
      nodes.push(node);
    }
    throw this.error('unexpected EOF');
  }

  private textOrAction(): StatementNode | Closing {
    const token = this.tokens.nextNonSpace();
    if (token.type === 'text') return { type: 'text', at: token.at, text: token.text };
    if (token.type !== 'leftDelim') throw this.unexpected(token, 'input');
    this.actionLine = token.line;
    const node = this.action();
    this.actionLine = 0;
    return node;
  }

  private action(): StatementNode | Closing {
    const token = this.tokens.nextNonSpace();
    switch (token.type) {
      case 'block':
        return this.block();
      case 'break':
      case 'continue':
        return this.jump(token.type, token.at);
      case 'else':
        return this.elseClosing();
      case 'end':
        return { type: 'end', at: this.expect('rightDelim', 'end').at };
      case 'if':
      case 'range':
      case 'with':
        return this.branch(token.type);
      case 'template':
        return this.templateCall();
      default: {
        this.tokens.back();
        const { at } = this.tokens.peek();
        const action: ActionNode = { type: 'action', at, pipe: this.pipeline('command', 'rightDelim') };
        return action;
      }
    }
  }

  private jump(type: 'break' | 'continue', at: number): StatementNode {
    const token = this.tokens.nextNonSpace();
    if (token.type !== 'rightDelim') throw this.unexpected(token, `{{${type}}}`);
    if (this.rangeDepth === 0) throw this.error(`{{${type}}} outside {{range}}`);
    return { type, at };
  }

  /** `{{else if` and `{{else with` leave the word for the branch. */
  private elseClosing(): Closing {
    const next = this.tokens.peekNonSpace();
    if (next.type === 'if' || next.type === 'with') return { type: 'else', at: next.at };
    return { type: 'else', at: this.expect('rightDelim', 'else').at };
  }

  private branch(type: BranchNode['type']): BranchNode {
    const known = this.variables.length;
    const pipe = this.pipeline(type, 'rightDelim');
    if (type === 'range') this.rangeDepth += 1;
    const { list, closing } = this.list();
    if (type === 'range') this.rangeDepth -= 1;
    const elseList = closing.type === 'else' ? this.elseList(type, closing.at) : undefined;
    this.variables.length = known;
    return { type, at: pipe.at, pipe, list, elseList };
  }

  private elseList(type: BranchNode['type'], at: number): ListNode {
    if (type !== 'range' && this.tokens.peek().type === type) {
      this.tokens.next();
      return { type: 'list', at, nodes: [this.branch(type)] };
    }
    const { list, closing } = this.list();
    if (closing.type !== 'end') throw this.error(`expected end; found {{${closing.type}}}`);
    return list;
  }

  private block(): StatementNode {
    const context = 'block clause';
    const token = this.tokens.nextNonSpace();
    const name = this.templateName(token, context);
    const pipe = this.pipeline(context, 'rightDelim');
    this.add(name, this.ownList(context));
    return { type: 'template', at: token.at, name, pipe };
  }

  private templateCall(): StatementNode {
    const context = 'template clause';
    const token = this.tokens.nextNonSpace();
    const name = this.templateName(token, context);
    if (this.tokens.nextNonSpace().type === 'rightDelim')
      return { type: 'template', at: token.at, name, pipe: undefined };
    this.tokens.back();
    return { type: 'template', at: token.at, name, pipe: this.pipeline(context, 'rightDelim') };
  }

  private templateName(token: Token, context: string): string {
    if (token.type !== 'string' && token.type !== 'rawString') throw this.unexpected(token, context);
    return this.unquoted(token.text);
  }

  private pipeline(context: string, end: TokenType): PipeNode {
    const { at } = this.tokens.peekNonSpace();
    const declared: VariableNode[] = [];
    const isAssign = this.declarations(context, declared);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.tokens.nextNonSpace();
      if (token.type === end) break;
      if (!operands.includes(token.type)) throw this.unexpected(token, context);
      this.tokens.back();
      commands.push(this.command());
    }
    if (commands.length === 0) throw this.error(`missing value for ${context}`);
    commands.slice(1).forEach(({ args }, index) => {
      if (['bool', 'dot', 'nil', 'number', 'string'].includes(args[0]?.type ?? '')) {
        throw this.error(`non executable command in pipeline stage ${index + 2}`);
      }
    });
    return { type: 'pipe', at, declared, isAssign, commands };
  }

  /** `$x :=`, `$x =`, `$i, $x :=`. Returns whether it is an assignment. */
  private declarations(context: string, declared: VariableNode[]): boolean {
    const variable = this.tokens.peekNonSpace();
    if (variable.type !== 'variable') return false;
    this.tokens.next();
    const after = this.tokens.peek();
    const next = this.tokens.peekNonSpace();
    if (next.type === 'assign' || next.type === 'declare') {
      this.tokens.nextNonSpace();
      this.declare(variable, declared);
      return next.type === 'assign';
    }
    if (next.type === 'char' && next.text === ',') {
      this.tokens.nextNonSpace();
      this.declare(variable, declared);
      if (context !== 'range' || declared.length >= 2) throw this.error(`too many declarations in ${context}`);
      if (!['variable', 'rightDelim', 'rightParen'].includes(this.tokens.peekNonSpace().type)) {
        throw this.error('range can only initialize variables');
      }
      return this.declarations(context, declared);
    }
    if (after.type === 'space') this.tokens.back3(variable, after);
    else this.tokens.back2(variable);
    return false;
  }

  private declare({ at, text }: Token, declared: VariableNode[]): void {
    declared.push({ type: 'variable', at, names: [text] });
    this.variables.push(text);
  }

  private command(): CommandNode {
    const { at } = this.tokens.peekNonSpace();
    const args: ArgumentNode[] = [];
    for (;;) {
      this.tokens.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const token = this.tokens.next();
      if (token.type === 'space') continue;
      if (token.type === 'rightDelim' || token.type === 'rightParen') this.tokens.back();
      else if (token.type !== 'pipe') throw this.unexpected(token, 'operand');
      break;
    }
    if (args.length === 0) throw this.error('empty command');
    return { type: 'command', at, args };
  }

  private operand(): ArgumentNode | undefined {
    const node = this.term();
    if (node === undefined || this.tokens.peek().type !== 'field') return node;
    const { at } = this.tokens.peek();
    const names: string[] = [];
    while (this.tokens.peek().type === 'field') names.push(this.tokens.next().text.slice(1));
    if (node.type === 'field' || node.type === 'variable') return { ...node, at, names: [...node.names, ...names] };
    if (['bool', 'string', 'number', 'nil', 'dot'].includes(node.type)) {
      throw this.error(`unexpected . after term ${goQuote(textOfNode(node))}`);
    }
    return { type: 'chain', at, node, names };
  }

  private term(): ArgumentNode | undefined {
    const token = this.tokens.nextNonSpace();
    const { type, at, text } = token;
    switch (type) {
      case 'identifier':
        if (!this.functions.has(text)) throw this.error(`function ${goQuote(text)} not defined`);
        return { type, at, name: text };
      case 'dot':
      case 'nil':
        return { type, at };
      case 'variable':
        if (!this.variables.includes(text)) throw this.error(`undefined variable ${goQuote(text)}`);
        return { type, at, names: [text] };
      case 'field':
        return { type, at, names: [text.slice(1)] };
      case 'bool':
        return { type, at, value: text === 'true' };
      case 'charConstant':
      case 'number':
        return this.number(token);
      case 'leftParen':
        return this.pipeline('parenthesized pipeline', 'rightParen');
      case 'string':
      case 'rawString':
        return { type: 'string', at, quoted: text, text: this.unquoted(text) };
      default:
        this.tokens.back();
        return undefined;
    }
  }

  private number({ type, at, text }: Token): NumberNode {
    if (type === 'charConstant') {
      const [rune, ...more] = [...this.unquoted(text)];
      if (rune === undefined) throw this.error('invalid syntax');
      if (more.length > 0) throw this.error(`malformed character constant: ${text}`);
      return { type: 'number', at, text, value: rune.codePointAt(0) ?? 0, isFloat: false };
    }
    const bare = text.replaceAll('_', '').replace(/^\+/, '');
    const sign = bare.startsWith('-') ? -1 : 1;
    const digits = bare.replace(/^-/, '').replace(/^0([0-7]+)$/, '0o$1');
    const isInteger = /^(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0|[1-9]\d*)$/.test(digits);
    if (isInteger) return { type: 'number', at, text, value: sign * Number(digits), isFloat: false };
    if (/^\d+$/.test(digits)) throw this.error(`integer overflow: ${goQuote(text)}`);
    if (!/^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(digits)) {
      throw this.error(`illegal number syntax: ${goQuote(text)}`);
    }
    return { type: 'number', at, text, value: sign * Number(digits), isFloat: true };
  }

  private unquoted(text: string): string {
    try {
      return unquote(text);
    } catch {
      throw this.error('invalid syntax');
    }
  }

  private expect(type: TokenType, context: string): Token {
    const token = this.tokens.nextNonSpace();
    if (token.type !== type) throw this.unexpected(token, context);
    return token;
  }

  private unexpected(token: Token, context: string): TemplateError {
    if (token.type !== 'error') return this.error(`unexpected ${tokenName(token)} in ${context}`);
    if (this.actionLine === 0 || this.actionLine === token.line) return this.error(token.text);
    const extra = ` in action started at ${this.name}:${this.actionLine}`;
    return this.error(token.text + (token.text.endsWith(' action') ? extra.slice(' in action'.length) : extra));
  }

  private error(text: string): TemplateError {
    return new TemplateError(`template: ${this.name}:${this.tokens.line}: ${text}`);
  }
}

function isClosing(node: StatementNode | Closing): node is Closing {
  return node.type === 'end' || node.type === 'else';
}

/** Nothing but blanks. */
function isEmpty({ nodes }: ListNode): boolean {
  return nodes.every((node) => node.type === 'text' && node.text.trim() === '');
}

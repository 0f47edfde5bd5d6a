/**
 * Runs a Go template over a JSON value.
 * Models text/template/exec.go (Go 1.26). Left out: methods, channels and functions as values, which JSON has not.
 */
import { utf8Bytes } from '../../../api/meta/base64';
import { GoFloat, goQuote, sortedEntries } from '../../../printers/goFormat';
import { TemplateError } from './errors';
import { functions, type Parameter, type TemplateFunction } from './functions';
import {
  type ArgumentNode,
  type BranchNode,
  type CommandNode,
  type IdentifierNode,
  type ListNode,
  type Node,
  type NumberNode,
  type PipeNode,
  type StatementNode,
  type TemplateNode,
  textOfNode,
} from './nodes';
import type { ParsedTemplates } from './parser';
import { valueText } from './printf';
import { boxed, entriesOf, GoInt, isTrue, kindOf, mapOf, numberOf, plain, type Slot, typeOf, unbox } from './values';

/** How forgiving a template is. */
export interface ExecuteOptions {
  /** A key that a map does not have is an error instead of `<no value>`. */
  readonly failOnMissingKeys: boolean;
}

/** No argument comes from the pipeline. */
const MISSING = Symbol('no final argument');
type Final = Slot | typeof MISSING;

/** How a list ended. */
type Flow = 'next' | 'break' | 'continue';

/** Templates that call themselves deeper than this are cut off; Go allows 100000, which no browser's stack holds. */
const MAX_DEPTH = 1000;

interface Variable {
  readonly name: string;
  slot: Slot;
}

/** Runs `templates` over `data` and hands out text as it comes. Throws TemplateError; what was written stays. */
export function execute(
  templates: ParsedTemplates,
  data: unknown,
  options: ExecuteOptions,
  write: (text: string) => void,
): void {
  const root = templates.trees.get(templates.name);
  if (root === undefined) return;
  new State(templates, options, write, templates.name, plain(data), 0).walkList(plain(data), root);
}

class State {
  private node: Node | undefined;
  private readonly variables: Variable[];

  constructor(
    private readonly templates: ParsedTemplates,
    private readonly options: ExecuteOptions,
    private readonly write: (text: string) => void,
    private readonly name: string,
    dot: Slot,
    private readonly depth: number,
  ) {
    this.variables = [{ name: '$', slot: dot }];
  }

  walkList(dot: Slot, list: ListNode): Flow {
    this.node = list;
    for (const node of list.nodes) {
      const flow = this.walk(dot, node);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  private walk(dot: Slot, node: StatementNode): Flow {
    this.node = node;
    switch (node.type) {
      case 'text':
        this.write(node.text);
        return 'next';
      case 'action': {
        const value = this.pipeline(dot, node.pipe);
        if (node.pipe.declared.length === 0) this.write(value === undefined ? '<no value>' : valueText(value.value));
        return 'next';
      }
      case 'if':
      case 'with':
        return this.branch(dot, node);
      case 'range':
        return this.range(dot, node);
      case 'template':
        this.template(dot, node);
        return 'next';
      default:
        return node.type;
    }
  }

  private branch(dot: Slot, { type, pipe, list, elseList }: BranchNode): Flow {
    const mark = this.variables.length;
    const value = this.pipeline(dot, pipe);
    const flow = isTrue(value)
      ? this.walkList(type === 'with' ? value : dot, list)
      : elseList === undefined
        ? 'next'
        : this.walkList(dot, elseList);
    this.variables.length = mark;
    return flow;
  }

  private range(dot: Slot, node: BranchNode): Flow {
    const mark = this.variables.length;
    const value = this.pipeline(dot, node.pipe);
    const items = this.itemsOf(value, node);
    const inner = this.variables.length;
    let flow: Flow = 'next';
    for (const [key, item] of items) {
      this.bind(node.pipe, key, item);
      flow = this.walkList(item, node.list);
      this.variables.length = inner;
      if (flow === 'break') break;
    }
    flow = items.length === 0 && node.elseList !== undefined ? this.walkList(dot, node.elseList) : 'next';
    this.variables.length = mark;
    return flow;
  }

  /** Pairs of index or key, and item. */
  private itemsOf(slot: Slot, node: BranchNode): readonly (readonly [Slot, Slot])[] {
    switch (kindOf(slot)) {
      case 'invalid':
        return [];
      case 'list':
        return entriesOf(slot?.value).map((item, index) => [plain(new GoInt(index)), boxed(item)]);
      case 'map':
        return sortedEntries(mapOf(slot?.value)).map(([key, field]) => [plain(key), boxed(field)]);
      case 'int':
      case 'uint':
        return this.countTo(slot, node);
      default:
        throw this.error(`range can't iterate over ${valueText(slot?.value)}`);
    }
  }

  private countTo(slot: Slot, { pipe }: BranchNode): readonly (readonly [Slot, Slot])[] {
    const number = numberOf(slot?.value);
    if (pipe.declared.length > 1) throw this.error(`can't use ${number} to iterate over more than one variable`);
    return Array.from({ length: Math.max(number, 0) }, (_, index) => [undefined, plain(new GoInt(index))]);
  }

  /** Gives the variables of a range their values for one item. */
  private bind({ declared, isAssign }: PipeNode, key: Slot, item: Slot): void {
    const names = declared.map(({ names: [name = ''] }) => name);
    const [first, second] = names;
    if (isAssign) {
      if (first !== undefined) this.assign(first, second === undefined ? item : key);
      if (second !== undefined) this.assign(second, item);
      return;
    }
    const top = this.variables.at(-1);
    const below = this.variables.at(-2);
    if (first !== undefined && top !== undefined) top.slot = item;
    if (second !== undefined && below !== undefined) below.slot = key;
  }

  private template(dot: Slot, node: TemplateNode): void {
    const list = this.templates.trees.get(node.name);
    if (list === undefined) throw this.error(`template ${goQuote(node.name)} not defined`);
    if (this.depth === MAX_DEPTH) throw this.error(`exceeded maximum template depth (${MAX_DEPTH})`);
    const value = node.pipe === undefined ? undefined : this.pipeline(dot, node.pipe);
    const { templates, options, write, depth } = this;
    new State(templates, options, write, node.name, value, depth + 1).walkList(value, list);
  }

  private pipeline(dot: Slot, pipe: PipeNode): Slot {
    this.node = pipe;
    let value: Final = MISSING;
    for (const command of pipe.commands) value = unbox(this.command(dot, command, value));
    const result = value === MISSING ? undefined : value;
    for (const { names } of pipe.declared) {
      const name = names[0] ?? '';
      if (pipe.isAssign) this.assign(name, result);
      else this.variables.push({ name, slot: result });
    }
    return result;
  }

  private assign(name: string, slot: Slot): void {
    this.variable(name).slot = slot;
  }

  private variable(name: string): Variable {
    const found = this.variables.findLast((variable) => variable.name === name);
    if (found === undefined) throw this.error(`undefined variable: ${name}`);
    return found;
  }

  private command(dot: Slot, command: CommandNode, final: Final): Slot {
    const { args } = command;
    const [first] = args;
    if (first === undefined) return undefined;
    switch (first.type) {
      case 'field':
      case 'variable':
      case 'chain':
        return this.fields(dot, first, args, final);
      case 'identifier':
        return this.call(dot, first, command, args.slice(1), final);
      case 'pipe':
        this.refuseArguments(args, final);
        return this.pipeline(dot, first);
      default:
        this.node = first;
        this.refuseArguments(args, final);
        if (first.type === 'nil') throw this.error('nil is not a command');
        return this.constant(dot, first);
    }
  }

  private constant(dot: Slot, node: Exclude<ArgumentNode, { type: 'nil' }>): Slot {
    this.node = node;
    if (node.type === 'dot') return dot;
    if (node.type === 'bool') return plain(node.value);
    if (node.type === 'number') return plain(numberConstant(node));
    return node.type === 'string' ? plain(node.text) : undefined;
  }

  private refuseArguments(args: readonly ArgumentNode[], final: Final): void {
    const [first] = args;
    if (first !== undefined && (args.length > 1 || final !== MISSING)) {
      throw this.error(`can't give argument to non-function ${textOfNode(first)}`);
    }
  }

  /** `.a.b`, `$x.a`, `(pipe).a`. */
  private fields(
    dot: Slot,
    node: ArgumentNode & { type: 'field' | 'variable' | 'chain' },
    args: readonly ArgumentNode[],
    final: Final,
  ): Slot {
    this.node = node;
    let [value, names] = [dot, node.names];
    if (node.type === 'variable') {
      value = this.variable(node.names[0] ?? '').slot;
      names = node.names.slice(1);
      if (names.length === 0) this.refuseArguments(args, final);
    }
    if (node.type === 'chain') {
      if (node.node.type === 'nil') throw this.error(`indirection through explicit nil in ${textOfNode(node)}`);
      value = this.argument(dot, node.node, 'any');
    }
    names.forEach((name, index) => {
      const hasArguments = index === names.length - 1 && (args.length > 1 || final !== MISSING);
      value = this.field(value, name, hasArguments);
    });
    return value;
  }

  private field(slot: Slot, name: string, hasArguments: boolean): Slot {
    const { failOnMissingKeys } = this.options;
    if (slot === undefined) {
      if (failOnMissingKeys) throw this.error(`nil data; no entry for key ${goQuote(name)}`);
      return undefined;
    }
    const type = slot.boxed ? 'interface {}' : typeOf(slot.value);
    if (slot.value === null) throw this.error(`nil pointer evaluating ${type}.${name}`);
    if (kindOf(slot) !== 'map') throw this.error(`can't evaluate field ${name} in type ${type}`);
    if (hasArguments) throw this.error(`${name} is not a method but has arguments`);
    const map = mapOf(slot.value);
    const found = Object.hasOwn(map, name) ? map[name] : undefined;
    if (found === undefined && failOnMissingKeys) throw this.error(`map has no entry for key ${goQuote(name)}`);
    return boxed(found);
  }

  private call(
    dot: Slot,
    { name, ...identifier }: IdentifierNode,
    node: CommandNode | IdentifierNode,
    args: readonly ArgumentNode[],
    final: Final,
  ): Slot {
    this.node = { ...identifier, name };
    const called = functions.get(name);
    if (called === undefined) throw this.error(`${goQuote(name)} is not a defined function`);
    const count = args.length + (final === MISSING ? 0 : 1);
    this.checkCount(name, called, args.length, count);
    if (name === 'and' || name === 'or') return this.decide(dot, name, args, final);
    const parameterOf = (index: number): Parameter => called.parameters[index] ?? called.rest ?? 'any';
    const slots = args.map((arg, index) => this.argument(dot, arg, parameterOf(index)));
    if (final !== MISSING) slots.push(this.checked(final, parameterOf(slots.length)));
    try {
      const [first] = args;
      return called.call(slots, first === undefined ? String(slots[0]?.value) : textOfNode(first));
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      this.node = node;
      throw this.error(`error calling ${name}: ${error.message}`);
    }
  }

  private checkCount(name: string, { parameters, rest }: TemplateFunction, written: number, count: number): void {
    if (rest !== undefined && count < parameters.length) {
      throw this.error(`wrong number of args for ${name}: want at least ${parameters.length} got ${written}`);
    }
    if (rest === undefined && count !== parameters.length) {
      throw this.error(`wrong number of args for ${name}: want ${parameters.length} got ${count}`);
    }
  }

  /** `and` and `or`: the first argument that decides, else the last. */
  private decide(dot: Slot, name: 'and' | 'or', args: readonly ArgumentNode[], final: Final): Slot {
    let value: Slot;
    for (const arg of args) {
      value = this.argument(dot, arg, 'any');
      if (isTrue(unbox(value)) === (name === 'or')) return value;
    }
    return final === MISSING ? value : final;
  }

  private argument(dot: Slot, node: ArgumentNode, parameter: Parameter): Slot {
    this.node = node;
    switch (node.type) {
      case 'dot':
        return this.checked(dot, parameter);
      case 'nil':
        if (parameter === 'text') throw this.error('cannot assign nil to string');
        return undefined;
      case 'field':
      case 'variable':
      case 'chain':
        return this.checked(this.fields(dot, node, [node], MISSING), parameter);
      case 'pipe':
        return this.checked(this.pipeline(dot, node), parameter);
      case 'identifier':
        return this.checked(this.call(dot, node, node, [], MISSING), parameter);
      default:
        if (parameter === 'text' && node.type !== 'string') {
          throw this.error(`expected string; found ${textOfNode(node)}`);
        }
        return this.constant(dot, node);
    }
  }

  /** Whether a value may stand where a text is wanted. */
  private checked(slot: Slot, parameter: Parameter): Slot {
    if (parameter === 'any' || typeof slot?.value === 'string') return slot;
    if (slot === undefined) throw this.error('invalid value; expected string');
    const type = slot.value === null ? 'interface {}' : typeOf(slot.value);
    throw this.error(`wrong type for value; expected string; got ${type}`);
  }

  private error(message: string): TemplateError {
    const { node, name } = this;
    if (node === undefined) return new TemplateError(`template: ${name}: ${message}`);
    const before = this.templates.text.slice(0, node.at);
    const lines = before.split('\n');
    const column = utf8Bytes(lines.at(-1) ?? '').length;
    const where = `${this.templates.name}:${lines.length}:${column}`;
    return new TemplateError(`template: ${where}: executing ${goQuote(name)} at <${contextOf(node)}>: ${message}`);
  }
}

function numberConstant({ value, text, isFloat }: NumberNode): unknown {
  return isFloat && /[.eEpP]/.test(text) ? new GoFloat(value) : new GoInt(value);
}

/** What stands between `<` and `>` in a message. */
function contextOf(node: Node): string {
  switch (node.type) {
    case 'list':
      return node.nodes.map(contextOf).join('');
    case 'text':
      return node.text;
    case 'action':
      return `{{${textOfNode(node.pipe)}}}`;
    case 'break':
    case 'continue':
      return `{{${node.type}}}`;
    case 'template':
      return `{{template ${goQuote(node.name)}${node.pipe === undefined ? '' : ` ${textOfNode(node.pipe)}`}}}`;
    case 'if':
    case 'with':
    case 'range': {
      const otherwise = node.elseList === undefined ? '' : `{{else}}${contextOf(node.elseList)}`;
      return `{{${node.type} ${textOfNode(node.pipe)}}}${contextOf(node.list)}${otherwise}{{end}}`;
    }
    default:
      return textOfNode(node);
  }
}

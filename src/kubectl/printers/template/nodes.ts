/** The parts of a parsed Go template, and how messages spell them. Models text/template/parse/node.go (Go 1.26). */

interface Positioned {
  /** In UTF-16 units from the beginning of the template. */
  readonly at: number;
}

export interface FieldNode extends Positioned {
  readonly type: 'field';
  readonly names: readonly string[];
}
export interface VariableNode extends Positioned {
  readonly type: 'variable';
  /** The variable with its `$`, then fields. */
  readonly names: readonly string[];
}
export interface ChainNode extends Positioned {
  readonly type: 'chain';
  readonly node: ArgumentNode;
  readonly names: readonly string[];
}
export interface IdentifierNode extends Positioned {
  readonly type: 'identifier';
  readonly name: string;
}
export interface ConstantNode extends Positioned {
  readonly type: 'dot' | 'nil';
}
export interface BoolNode extends Positioned {
  readonly type: 'bool';
  readonly value: boolean;
}
export interface NumberNode extends Positioned {
  readonly type: 'number';
  readonly text: string;
  readonly value: number;
  readonly isFloat: boolean;
}
export interface StringNode extends Positioned {
  readonly type: 'string';
  readonly quoted: string;
  readonly text: string;
}
export interface PipeNode extends Positioned {
  readonly type: 'pipe';
  readonly declared: readonly VariableNode[];
  /** `=` instead of `:=`. */
  readonly isAssign: boolean;
  readonly commands: readonly CommandNode[];
}
export interface CommandNode extends Positioned {
  readonly type: 'command';
  readonly args: readonly ArgumentNode[];
}

export type ArgumentNode =
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | ConstantNode
  | BoolNode
  | NumberNode
  | StringNode
  | PipeNode;

export interface ListNode extends Positioned {
  readonly type: 'list';
  readonly nodes: readonly StatementNode[];
}
export interface TextNode extends Positioned {
  readonly type: 'text';
  readonly text: string;
}
export interface ActionNode extends Positioned {
  readonly type: 'action';
  readonly pipe: PipeNode;
}
export interface BranchNode extends Positioned {
  readonly type: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}
export interface TemplateNode extends Positioned {
  readonly type: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}
export interface JumpNode extends Positioned {
  readonly type: 'break' | 'continue';
}

export type StatementNode = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode;
/** What errors can point at. */
export type Node = ArgumentNode | CommandNode | StatementNode | ListNode;

/** The source of an expression, normalised as Go prints it. */
export function textOfNode(node: ArgumentNode | CommandNode): string {
  switch (node.type) {
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return node.names.join('.');
    case 'chain':
      return [inParens(node.node), ...node.names].join('.');
    case 'identifier':
      return node.name;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'command':
      return node.args.map(inParens).join(' ');
    case 'pipe': {
      const declared = node.declared.map(textOfNode).join(', ');
      const commands = node.commands.map(textOfNode).join(' | ');
      return declared === '' ? commands : `${declared} ${node.isAssign ? '=' : ':='} ${commands}`;
    }
    default:
      return node satisfies never;
  }
}

function inParens(node: ArgumentNode): string {
  return node.type === 'pipe' ? `(${textOfNode(node)})` : textOfNode(node);
}

/**
 * `awk` as people use it behind kubectl: one rule that prints fields, with a condition before it or none.
 * Left out: every other program of the language; it is refused, in a sentence.
 */
import { openSources, program } from '../program';
import { linesOf } from '../streams';

const CONDITION =
  /^(?:\/((?:[^/\\]|\\.)+)\/|NR *(==|>|<|>=|<=|!=) *(\d+)|\$(\d+) *(==|!=|~|!~) *(?:"([^"]*)"|\/((?:[^/\\]|\\.)+)\/))?/;
/** `$1`, `$NF`, `NR`, `"text"`, with or without a comma before it. */
const ITEM = /^ *(,)? *(?:\$(\d+|NF)|(NR|NF)|"((?:[^"\\]|\\.)*)")/;

interface Line {
  readonly text: string;
  readonly fields: readonly string[];
  readonly number: number;
}
type Printed = (line: Line) => string;

export const awk = program('awk', { flags: '', values: 'F' }, async (run) => {
  const [script = '', ...files] = run.operands;
  const rule = ruleOf(script.trim());
  if (rule === undefined) {
    await run.io.err(
      'kubeloop: awk: only the printing of fields is simulated here; use cut, grep, sed, or kubectl -o custom-columns and -o jsonpath\n',
    );
    return 2;
  }
  const separator = run.options.value('F');
  const { sources, failed } = await openSources(run, files);
  let number = 0;
  for (const { input } of sources) {
    for await (const text of linesOf(input)) {
      number += 1;
      const fields =
        separator === undefined ? text.split(/[ \t]+/).filter((each) => each !== '') : text.split(separator);
      const line = { text, fields, number };
      if (rule.holds(line)) await run.io.out(`${rule.print(line)}\n`);
    }
  }
  return failed ? 2 : 0;
});

function ruleOf(script: string): { readonly holds: (line: Line) => boolean; readonly print: Printed } | undefined {
  const [condition = ''] = CONDITION.exec(script) ?? [];
  const body = /^ *\{ *print\b *(.*?) *;? *\}$/.exec(script.slice(condition.length));
  const print = body === null ? undefined : printOf(body[1] ?? '');
  return print && { holds: holdsOf(condition), print };
}

function holdsOf(condition: string): (line: Line) => boolean {
  const [, pattern, order, count, field, comparison, word = '', fieldPattern] = CONDITION.exec(condition) ?? [];
  if (pattern !== undefined) return ({ text }) => new RegExp(pattern).test(text);
  if (order !== undefined) return ({ number }) => compared(number, order, Number(count));
  if (field === undefined) return () => true;
  const isWanted = (line: Line) => {
    const value = fieldOf(line, field);
    return fieldPattern === undefined ? value === word : new RegExp(fieldPattern).test(value);
  };
  return comparison?.startsWith('!') === true ? (line) => !isWanted(line) : isWanted;
}

function compared(left: number, order: string, right: number): boolean {
  const holds: Readonly<Record<string, boolean>> = {
    '==': left === right,
    '!=': left !== right,
    '>': left > right,
    '<': left < right,
    '>=': left >= right,
    '<=': left <= right,
  };
  return holds[order] === true;
}

/** What `print` prints; undefined for an expression that is more than fields and texts. */
function printOf(list: string): Printed | undefined {
  if (list === '') return ({ text }) => text;
  const items: Printed[] = [];
  let rest = list;
  while (rest.trim() !== '') {
    const [whole, comma, field, counter, text] = ITEM.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    const before = comma === undefined ? '' : ' ';
    items.push((line) => {
      if (field !== undefined) return before + fieldOf(line, field);
      if (counter !== undefined) return `${before}${counter === 'NR' ? line.number : line.fields.length}`;
      return before + (text ?? '').replace(/\\([nt"\\])/g, (_, letter: string) => ESCAPED[letter] ?? letter);
    });
    rest = rest.slice(whole.length);
  }
  return (line) => items.map((item) => item(line)).join('');
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

function fieldOf({ text, fields }: Line, field: string): string {
  if (field === '0') return text;
  return (field === 'NF' ? fields.at(-1) : fields[Number(field) - 1]) ?? '';
}

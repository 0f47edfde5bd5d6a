/** The rewrite plugin: another name is looked up than the one asked for. Models plugin/rewrite of CoreDNS 1.14.2. */
import type { Rewrite } from './plugins';

/** What a name becomes, and how names in the answer are changed back. */
export interface Rewritten {
  readonly name: string;
  readonly back: (name: string) => string;
}

/** Rules in their order, until one fits that does not let the next ones have a go. */
export function rewriteName(rules: readonly Rewrite[], asked: string): Rewritten {
  let name = asked;
  let back: Rewritten['back'] = (answered) => answered;
  for (const rule of rules) {
    const changed = changedBy(rule, name.toLowerCase());
    if (changed === undefined) continue;
    const before = back;
    const from = name;
    name = changed;
    back = (answered) => before(changedBack(rule, answered, changed, from));
    if (!rule.goesOn) break;
  }
  return { name, back };
}

function changedBy({ match, from, to }: Rewrite, name: string): string | undefined {
  switch (match) {
    case 'exact':
      return name === from ? to : undefined;
    case 'prefix':
      return name.startsWith(from) ? to + name.slice(from.length) : undefined;
    case 'suffix':
      return name.endsWith(from) ? name.slice(0, name.length - from.length) + to : undefined;
    case 'substring':
      return name.includes(from) ? name.replaceAll(from, to) : undefined;
    case 'regex':
      return filled(from, to, name);
    default:
      return match satisfies never;
  }
}

/** Groups of a pattern put into `{0}`, `{1}`, ... The pattern sees the name with its dot at the end. */
function filled(pattern: string, to: string, name: string): string | undefined {
  const found = new RegExp(pattern).exec(`${name}.`) ?? new RegExp(pattern).exec(name);
  return found === null
    ? undefined
    : to.replaceAll(/\{(\d+)\}/g, (_, group) => found[Number(group)] ?? '').replace(/\.$/, '');
}

function changedBack({ answer }: Rewrite, answered: string, changed: string, from: string): string {
  if (answer === undefined) return answered;
  if (answer === 'auto') return answered.toLowerCase() === changed.toLowerCase() ? from : answered;
  return filled(answer.from, answer.to, answered) ?? answered;
}

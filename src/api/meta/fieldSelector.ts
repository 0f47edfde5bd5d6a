/**
 * Field selectors: `status.phase=Running,metadata.name!=a`.
 * Models staging/src/k8s.io/apimachinery/pkg/fields/selector.go (v1.36.3).
 */
import { SelectorError } from './labelSelectorParser';

/** One term of a field selector. All terms must hold. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** The terms of `text`; `==` is `=`, a backslash escapes `,`, `=` and itself. Throws SelectorError. */
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term === '') continue;
    requirements.push(parseTerm(term, text));
  }
  return requirements;
}

/** True if every term holds for what `read` tells of a field. */
export function fieldsMatch(requirements: readonly FieldRequirement[], read: (field: string) => string): boolean {
  for (const { field, operator, value } of requirements) {
    if ((read(field) === value) !== (operator === '=')) return false;
  }
  return true;
}

function splitTerms(text: string): readonly string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === ',') {
      terms.push(text.slice(start, at));
      start = at + 1;
    }
  }
  terms.push(text.slice(start));
  return terms;
}

function parseTerm(term: string, selector: string): FieldRequirement {
  for (let at = 0; at < term.length; at += 1) {
    if (term.startsWith('!=', at)) return requirement(term.slice(0, at), '!=', term.slice(at + 2), selector);
    if (term.startsWith('==', at)) return requirement(term.slice(0, at), '=', term.slice(at + 2), selector);
    if (term.charAt(at) === '=') return requirement(term.slice(0, at), '=', term.slice(at + 1), selector);
  }
  throw new SelectorError(`invalid selector: '${selector}'; can't understand '${term}'`);
}

function requirement(field: string, operator: '=' | '!=', escaped: string, selector: string): FieldRequirement {
  let value = '';
  for (let at = 0; at < escaped.length; at += 1) {
    const char = escaped.charAt(at);
    if (char === '\\') {
      at += 1;
      const next = escaped.charAt(at);
      if (next !== '\\' && next !== ',' && next !== '=') {
        throw new SelectorError(`invalid field selector: invalid escape sequence: ${char}${next}`);
      }
      value += next;
    } else if (char === '=') {
      throw new SelectorError(`invalid selector: '${selector}'; can't understand '${field}${operator}${escaped}'`);
    } else value += char;
  }
  return { field, operator, value };
}

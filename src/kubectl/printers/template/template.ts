/** Go templates of `-o go-template`. Models cli-runtime/pkg/printers/template.go (v1.36.3) over text/template (Go 1.26). */
import { type ExecuteOptions, execute } from './execute';
import { functions } from './functions';
import { type ParsedTemplates, parseTemplates } from './parser';

export { TemplateError } from './errors';

/** Reads a template, which messages call `output`. Throws TemplateError. */
export function parseTemplate(text: string): ParsedTemplates {
  return parseTemplates('output', text, new Set(functions.keys()));
}

/** Runs it over one object. Throws TemplateError; what was written stays. */
export function executeTemplate(
  template: ParsedTemplates,
  object: object,
  options: ExecuteOptions,
  write: (text: string) => void,
): void {
  execute(template, object, options, write);
}

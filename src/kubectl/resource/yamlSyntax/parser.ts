/**
 * What go-yaml says of text that is no YAML.
 */
import { parseDocument } from 'yaml';

/** `yaml: line 4: did not find expected key`; undefined for good YAML. */
export function yamlError(text: string): string | undefined {
  const [error] = parseDocument(text, { version: '1.1', uniqueKeys: false, prettyErrors: true }).errors;
  return error === undefined ? undefined : `yaml: line ${error.linePos?.[0].line ?? 1}: did not find expected key`;
}

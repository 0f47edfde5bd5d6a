/**
 * Editing objects as text: what the editor shows, what came back, and what the server said of it.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/util/editor/editoptions.go (v1.36.3).
 */
import { ApiError, isReason } from '../../api/meta/status';
import type { Invocation } from '../command';
import { CommandError } from '../errors';
import { goJson } from '../../printers/json';
import { goYaml } from '../printers/yaml';
import type { Info } from '../resource/builder';
import { readYaml, sortedJson } from '../resource/documents';
import { objectOf } from '../resource/writing';

/** Why the file is opened again: a heading, and the fields in question. */
export interface Reason {
  readonly heading: string;
  readonly details: readonly string[];
}

/** What stands in the editor: the object, or the manifest that was applied last. */
export type EditMode = 'object' | 'last applied';

const HEADERS: Readonly<Record<EditMode, string>> = {
  object: `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`,
  'last applied': `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`,
};

/** What stands above the objects in the editor. */
export function headerText(mode: EditMode, reasons: readonly Reason[]): string {
  const texts = reasons.map(({ heading, details }) => {
    const head = `# ${hashed(heading)}${details.length > 0 ? ':' : ''}\n`;
    return `${head}${details.map((detail) => `# * ${hashed(detail)}\n`).join('')}#\n`;
  });
  return HEADERS[mode] + texts.join('');
}

/** Every line a comment. */
const hashed = (text: string): string => text.replace(/\n(?!#|$)/g, '\n# ');

/** The objects as text: one alone, several as a List; without managedFields. */
export function objectsText(infos: readonly Info[], format: 'yaml' | 'json'): string {
  const objects = infos.map((info) => {
    const { managedFields: _, ...metadata } = objectOf(info).metadata;
    return { ...objectOf(info), metadata };
  });
  const [first, ...more] = objects;
  const value = more.length === 0 ? first : { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} };
  return format === 'json' ? `${goJson(value, { indent: '    ' })}\n` : goYaml(value);
}

/** `text` without lines that begin with `#`. */
export function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trim().startsWith('#') || line.trim().startsWith('#!'))
    .join('\n');
}

/** The text as compact JSON, so that comments and spelling do not count; without comments if it is no YAML. */
export function comparable(text: string): string {
  try {
    return sortedJson(readYaml(text) ?? null);
  } catch {
    return withoutComments(text); // No YAML: then it is compared as it stands.
  }
}

/** What is wrong with the text before a server sees it; undefined if it could be an object. */
export function textError(text: string): string | undefined {
  let value: unknown;
  try {
    value = readYaml(withoutComments(text));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'invalid object to validate';
  const missing = ['apiVersion', 'kind'].filter((field) => !(field in value)).map((field) => `${field} not set`);
  if (missing.length === 0) return undefined;
  return missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`;
}

/** What became of the objects that the server did not take. */
export class Refusals {
  readonly reasons: Reason[] = [];
  retryable = 0;
  notFound = 0;

  /** Notes a refusal and returns the line that tells of it. */
  add(error: Error, { mapping, name }: Info): string {
    const { plural, group } = mapping;
    const subject = `${group === '' ? plural : `${plural}.${group}`} ${JSON.stringify(name)}`;
    if (error instanceof ApiError && error.reason === 'Invalid') {
      const causes = error.status.details?.causes ?? [];
      const details = causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`);
      this.reasons.push({ heading: `${subject} was not valid`, details });
      return `error: ${subject} is invalid`;
    }
    if (isReason(error, 'NotFound')) {
      this.notFound += 1;
      return `error: ${subject} could not be found on the server`;
    }
    this.retryable += 1;
    return `error: ${subject} could not be patched: ${error.message}`;
  }

  /** Notes text that cannot be an object. */
  addTextError(problem: string, { mapping, name }: Info): string {
    const { plural, group } = mapping;
    const subject = `${group === '' ? plural : `${plural}.${group}`} ${JSON.stringify(name)}`;
    const detail = `<nil>: Invalid value: "The edited file failed validation": ${problem}`;
    this.reasons.push({ heading: `${subject} was not valid`, details: [detail] });
    return `error: ${subject} is invalid`;
  }
}

/** A new name for the file that is edited. */
export function temporaryFile({ env }: Pick<Invocation, 'env'>, format: 'yaml' | 'json'): string {
  const folder = env.variables.TMPDIR ?? '/tmp';
  return `${folder}/kubectl-edit-${Math.floor(env.random() * 4_294_967_296)}.${format}`;
}

/** Opens the editor on `path` with `text` and resolves with what was saved. Throws CommandError where no editor opens. */
export async function editText({ env }: Pick<Invocation, 'env'>, path: string, text: string): Promise<string> {
  const editor = env.variables.KUBE_EDITOR ?? env.variables.EDITOR ?? 'vi';
  if (env.edit === undefined) throw new CommandError('kubeloop: there is no editor here');
  await env.files.write(path, text);
  try {
    await env.edit(path);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    throw new CommandError(`there was a problem with the editor ${JSON.stringify(editor)}`);
  }
  return env.files.read(path);
}

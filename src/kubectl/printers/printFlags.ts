/**
 * Which printer `-o` asks for. Every verb that can print objects gets it here.
 * Models staging/src/k8s.io/cli-runtime/pkg/genericclioptions/print_flags.go and kubectl/pkg/cmd/get/get_flags.go (v1.36.3).
 */
import type { Invocation } from '../command';
import { FileError, type FileSystem } from '../environment';
import { CommandError } from '../errors';
import { type CustomColumn, columnsOfFile, columnsOfSpec } from './customColumns';
import { columnsPrinter, goTemplatePrinter, jsonPathPrinter } from './templatePrinters';
import { goJson } from '../../printers/json';
import { itemsOf, type ObjectPrinter } from './objectPrinter';
import { goKyaml } from './kyaml';
import { referenceOf } from './name';
import { goYaml } from './yaml';

/** The flags that choose a printer. */
export interface PrintOptions {
  /** The value of `-o`, empty without it. */
  readonly output: string;
  /** The value of `--template`. */
  readonly template?: string;
  /** Default true. */
  readonly allowMissingTemplateKeys?: boolean;
  readonly showManagedFields?: boolean;
  /** Of custom-columns. */
  readonly noHeaders?: boolean;
  /** The objects are Go structs to kubectl (made by `create`, `run`, `expose`...): their keys keep their order. */
  readonly keepOrder?: boolean;
  /** Where `-o jsonpath-file=` and its like read. */
  readonly files: FileSystem;
  /** What the error about an unknown format lists. */
  readonly formats: readonly string[];
}

const templates = ['go-template', 'go-template-file', 'template', 'templatefile'];
const jsonPaths = ['jsonpath', 'jsonpath-as-json', 'jsonpath-file'];
const columns = ['custom-columns', 'custom-columns-file'];

/** Of `create`, `apply`, `label` and most others. */
export const printFormats: readonly string[] = ['json', 'kyaml', 'name', 'yaml', ...templates, ...jsonPaths].sort();
/** Of `get`, which knows columns too. */
export const getFormats: readonly string[] = [...printFormats, ...columns, 'wide'].sort();

/** Options of a command that has the usual flags: --output, --template, --allow-missing-template-keys, --show-managed-fields. */
export function printOptionsOf({ flags, env }: Invocation, formats: readonly string[] = printFormats): PrintOptions {
  return {
    output: flags.string('output'),
    template: flags.string('template'),
    allowMissingTemplateKeys: flags.bool('allow-missing-template-keys'),
    showManagedFields: flags.bool('show-managed-fields'),
    files: env.files,
    formats,
  };
}

/** The printer of a verb: `pod/web created` without `-o`, else what that asks for. Throws CommandError for an unknown format. */
export async function printerFor(options: PrintOptions): Promise<ObjectPrinter> {
  const { output } = options;
  const hasTemplate = options.template !== undefined && options.template !== '';
  if (output === '' && !hasTemplate) return namePrinter(false);
  const structured = structuredPrinter(output.toLowerCase(), options);
  if (structured !== undefined) return structured;
  if (output.toLowerCase() === 'name') return namePrinter(true);
  const named = templateOf(output === '' ? 'go-template' : output, options);
  if (named === undefined) throw unknownFormat(output, options.formats);
  return await templatePrinter(named, options);
}

function structuredPrinter(format: string, { showManagedFields, keepOrder = false }: PrintOptions) {
  const shown = (object: object) => (showManagedFields === true ? object : withoutManagedFields(object));
  if (format === 'json') return printing((object) => `${goJson(shown(object), { indent: '    ', keepOrder })}\n`);
  if (format === 'kyaml') return printing((object) => goKyaml(shown(object), { keepOrder }));
  if (format !== 'yaml') return undefined;
  let separator = '';
  return printing((object) => {
    const text = separator + goYaml(shown(object));
    separator = '---\n';
    return text;
  });
}

/** A format that needs a text, and that text: behind its `=`, or the value of --template. */
interface NamedTemplate {
  readonly format: string;
  readonly text: string;
}

function templateOf(output: string, { template = '', formats }: PrintOptions): NamedTemplate | undefined {
  const equals = template === '' ? output.indexOf('=') : -1;
  const format = equals < 0 ? output : output.slice(0, equals);
  const isKnown = [...templates, ...jsonPaths, ...columns].includes(format) && formats.includes(format);
  return isKnown ? { format, text: equals < 0 ? template : output.slice(equals + 1) } : undefined;
}

async function templatePrinter({ format, text }: NamedTemplate, options: PrintOptions): Promise<ObjectPrinter> {
  if (columns.includes(format))
    return columnsPrinter(await columnsFor(format, text, options), options.noHeaders === true);
  if (text === '') throw new CommandError('template format specified but no template given');
  const isFile = format === 'jsonpath-file' || format === 'go-template-file' || format === 'templatefile';
  const template = isFile ? await readTemplate('--template', text, options.files) : text;
  return jsonPaths.includes(format)
    ? jsonPathPrinter(template, { ...options, asJson: format === 'jsonpath-as-json' })
    : goTemplatePrinter(template, options);
}

async function columnsFor(format: string, text: string, { files }: PrintOptions): Promise<readonly CustomColumn[]> {
  if (format === 'custom-columns' || text === '') return columnsOfSpec(text);
  return columnsOfFile(await readTemplate('template', text, files));
}

async function readTemplate(what: string, path: string, files: FileSystem): Promise<string> {
  try {
    return await files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const doing = error.code === 'EISDIR' ? 'read' : 'open';
    throw new CommandError(`error reading ${what} ${path}, ${doing} ${path}: ${error.message}`);
  }
}

function printing(textOf: (object: object) => string): ObjectPrinter {
  return { print: (object, io) => void io.out(textOf(object)) };
}

/** `pod/web created`; without the operation if it is `short`. The items of a List each. */
function namePrinter(short: boolean): ObjectPrinter {
  return {
    print: (object, io, operation = '') => {
      const done = short || operation === '' ? '' : ` ${operation}`;
      for (const item of itemsOf(object) ?? [object]) void io.out(`${referenceOf(item)}${done}\n`);
    },
  };
}

/** The object, and the items of a List, without metadata.managedFields. */
function withoutManagedFields(object: object): object {
  const items = itemsOf(object);
  if (items !== undefined) return { ...object, items: items.map(withoutManagedFields) };
  const { metadata } = object as { readonly metadata?: unknown }; // Checked in the next line.
  if (typeof metadata !== 'object' || metadata === null || !('managedFields' in metadata)) return object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}

/** `unable to match a printer suitable for the output format "x", allowed formats are: ...`. */
export function unknownFormat(output: string, formats: readonly string[]): CommandError {
  const allowed = [...formats].sort().join(',');
  return new CommandError(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${allowed}`,
  );
}

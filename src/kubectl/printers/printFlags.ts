/**
 * Which printer `-o` asks for. Every verb that can print objects gets it here.
 * Models staging/src/k8s.io/cli-runtime/pkg/genericclioptions/print_flags.go and kubectl/pkg/cmd/get/get_flags.go (v1.36.3).
 */
import type { Invocation } from '../command';
import type { FileSystem, Io } from '../environment';
import { CommandError } from '../errors';
import { goJson } from './json';
import { goKyaml } from './kyaml';
import { referenceOf } from './name';
import { goYaml } from './yaml';

/** Prints objects one after the other; one printer serves one run of a command, because YAML puts `---` between them. */
export interface ObjectPrinter {
  /**
   * Prints an object, or a List of them. `operation` is what was done to it (`created`, see `withDryRun`); only the
   * human form says it. Throws CommandError where a template fails; what it printed until then stays.
   */
  print(object: object, io: Pick<Io, 'out'>, operation?: string): void;
}

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
  throw unknownFormat(output, options.formats);
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

/** The items of a List; undefined if `object` is none. */
export function itemsOf(object: object): readonly object[] | undefined {
  const { items } = object as { readonly items?: unknown }; // Checked in the next line.
  return Array.isArray(items) ? items : undefined;
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

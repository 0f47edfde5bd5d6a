/**
 * Printers with a text of the person: jsonpath, go-template, custom-columns.
 * Models staging/src/k8s.io/cli-runtime/pkg/printers/{jsonpath,template}.go and kubectl/pkg/cmd/get/customcolumn.go (v1.36.3).
 */
import { CommandError } from '../errors';
import { type CustomColumn, cellsOf, pathsOf } from './customColumns';
import { GoFloat, goQuote, goSyntax, goValue } from '../../printers/goFormat';
import { goJson } from '../../printers/json';
import { JsonPath } from '../../printers/jsonPath/jsonPath';
import { JsonPathError } from '../../printers/jsonPath/parser';
import { itemsOf, type ObjectPrinter } from './objectPrinter';
import { tableOptions, TabWriter } from './tabWriter';
import { executeTemplate, parseTemplate, TemplateError } from './template/template';

/** How a template printer treats its objects. */
export interface TemplateOptions {
  /** Default true. */
  readonly allowMissingTemplateKeys?: boolean;
  /** The objects are Go structs to kubectl: their JSON keeps its order, and jsonpath takes all their numbers for floats. */
  readonly keepOrder?: boolean;
}

/** `-o jsonpath=`: no line end of its own. Throws CommandError for a template that cannot be read. */
export function jsonPathPrinter(
  template: string,
  options: TemplateOptions & { readonly asJson: boolean },
): ObjectPrinter {
  const path = readJsonPath(template, options);
  return {
    print(given, io) {
      const object = options.keepOrder === true ? withFloats(given) : given;
      try {
        void io.out(options.asJson ? path.jsonText(object) : path.text(object));
      } catch (error) {
        if (!(error instanceof JsonPathError)) throw error;
        const explained = explain(
          error,
          template,
          `\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n`,
        );
        throw new CommandError(`error executing jsonpath ${goQuote(template)}: ${explained}\n`);
      }
    },
  };
}

function readJsonPath(template: string, { allowMissingTemplateKeys = true }: TemplateOptions): JsonPath {
  try {
    return new JsonPath(template, { allowMissingKeys: allowMissingTemplateKeys });
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CommandError(`error parsing jsonpath ${template}, ${error.message}`);
  }
}

/** Numbers of typed objects went through Go's encoding/json, which knows floats only. */
function withFloats(value: unknown): unknown {
  if (typeof value === 'number') return new GoFloat(value);
  if (Array.isArray(value)) return value.map(withFloats);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([key, field]) => [key, withFloats(field)]));
}

function explain(error: Error, template: string, rest: string): string {
  const head = `Error executing template: ${error.message}. Printing more information for debugging the template:\n`;
  return `${head}\ttemplate was:\n\t\t${template}\n${rest}`;
}

/** `-o go-template=`: no line end of its own. Throws CommandError for a template that cannot be read. */
export function goTemplatePrinter(
  text: string,
  { allowMissingTemplateKeys = true, keepOrder = false }: TemplateOptions,
): ObjectPrinter {
  const template = readTemplate(text);
  return {
    print(object, io) {
      try {
        executeTemplate(
          template,
          object,
          { failOnMissingKeys: !allowMissingTemplateKeys },
          (part) => void io.out(part),
        );
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        const raw = goJson(object, { keepOrder });
        const rest = `\traw data was:\n\t\t${raw}\n\tobject given to template engine was:\n\t\t${goValue(object)}\n\n`;
        void io.out(explain(error, text, rest));
        throw new CommandError(`error executing template ${goQuote(text)}: ${error.message}`);
      }
    },
  };
}

function readTemplate(text: string) {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(`error parsing template ${text}, ${error.message}`);
  }
}

/** `-o custom-columns=`: the headers once, then a line per object. */
export function columnsPrinter(columns: readonly CustomColumn[], noHeaders: boolean): ObjectPrinter {
  const writer = new TabWriter(tableOptions);
  let needsHeaders = !noHeaders;
  return {
    print(object, io) {
      if (needsHeaders) writer.write(`${columns.map(({ header }) => header).join('\t')}\n`);
      needsHeaders = false;
      try {
        const paths = pathsOf(columns);
        for (const item of itemsOf(object) ?? [object]) writer.write(`${cellsOf(item, paths).join('\t')}\n`);
      } finally {
        void io.out(writer.flush());
      }
    },
  };
}

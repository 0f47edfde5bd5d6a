/**
 * `-o custom-columns=NAME:.metadata.name,...` and `custom-columns-file`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go (v1.36.3).
 */
import { CommandError } from '../errors';
import { goValue } from '../../printers/goFormat';
import { JsonPath } from '../../printers/jsonPath/jsonPath';
import { JsonPathError } from '../../printers/jsonPath/parser';
import { escapeTerminal } from './terminal';

/** One column of -o custom-columns. */
export interface CustomColumn {
  readonly header: string;
  /** A jsonpath with its braces. */
  readonly path: string;
}

/** `.a.b`, `a.b`, `{a.b}` and `{.a.b}` all become `{.a.b}`. Throws CommandError. */
export function relaxedJsonPath(path: string): string {
  if (path === '') return path;
  const found = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path);
  if (found === null) {
    throw new CommandError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${found[1] ?? found[2]}}`;
}

/** Columns as `-o custom-columns=` writes them: `HEADER:path,HEADER:path`. Throws CommandError. */
export function columnsOfSpec(spec: string): readonly CustomColumn[] {
  if (spec === '') throw new CommandError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) {
      throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return { header: part.slice(0, colon), path: relaxedJsonPath(part.slice(colon + 1)) };
  });
}

/** Columns of a file: a line of headers and a line of paths, split at blanks. Throws CommandError. */
export function columnsOfFile(text: string): readonly CustomColumn[] {
  const expected = 'Expected format is one line of space separated headers, one line of space separated column specs.';
  const [headerLine, pathLine] = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  if (headerLine === undefined) throw new CommandError(`invalid template, missing header line. ${expected}`);
  if (pathLine === undefined) throw new CommandError(`invalid template, missing spec line. ${expected}`);
  const [headers, paths] = [words(headerLine), words(pathLine)];
  if (headers.length !== paths.length) {
    throw new CommandError(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    );
  }
  return headers.map((header, index) => ({ header, path: relaxedJsonPath(paths[index] ?? '') }));
}

function words(line: string): readonly string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}

/** The paths of the columns, read. Throws CommandError: what is wrong with a path is only found once something is printed. */
export function pathsOf(columns: readonly CustomColumn[]): readonly JsonPath[] {
  try {
    return columns.map(({ path }) => new JsonPath(path, { allowMissingKeys: true }));
  } catch (error) {
    throw asCommandError(error);
  }
}

/** The cells of one object. Throws CommandError. */
export function cellsOf(object: object, paths: readonly JsonPath[]): readonly string[] {
  try {
    return paths.map((path) => cellOf(path.find(object)));
  } catch (error) {
    throw asCommandError(error);
  }
}

function cellOf(results: readonly (readonly unknown[])[]): string {
  const texts = results.flat().map((value) => escapeTerminal(goValue(value)));
  if ((results[0]?.length ?? 0) === 0) texts.unshift('<none>');
  return texts.join(',');
}

function asCommandError(error: unknown): unknown {
  return error instanceof JsonPathError ? new CommandError(error.message) : error;
}

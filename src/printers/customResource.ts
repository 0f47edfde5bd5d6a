/**
 * The table of a custom resource: the columns that its definition names.
 * Models apiextensions-apiserver/pkg/registry/customresource/tableconvertor (v1.36.3).
 */
import type { CustomResourceColumnDefinition } from '../api/apiextensions/customResourceDefinition';
import { parseTime } from '../api/meta/time';
import { sinceText } from './duration';
import { goJson } from './json';
import { JsonPath } from './jsonPath/jsonPath';
import { JsonPathError } from './jsonPath/parser';
import type { Cell, Column, TablePrinter } from './table';

/** What stands where a definition names no columns. */
const ageColumn: CustomResourceColumnDefinition = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};

/** The table with these columns; `describe` says what the API says of the fields name and creationTimestamp. */
export function customResourceTable(
  definitions: readonly CustomResourceColumnDefinition[] | undefined,
  describe: (field: 'name' | 'creationTimestamp') => string,
): TablePrinter {
  const custom = definitions ?? [ageColumn];
  const paths = custom.map(({ jsonPath }) => parsed(jsonPath));
  return {
    columns: [
      { name: 'Name', description: describe('name') },
      ...custom
        .map(columnOf)
        .map((column, at) =>
          custom[at] === ageColumn ? { ...column, description: describe('creationTimestamp') } : column,
        ),
    ],
    cells: (object, now) => [
      object.metadata.name,
      ...custom.map(({ type }, at) => cellOf(paths[at], type, object, now)),
    ],
  };
}

function columnOf({
  name,
  type,
  format = '',
  description = '',
  priority = 0,
  jsonPath,
}: CustomResourceColumnDefinition): Column {
  return {
    name,
    type: type as Column['type'] & string, // Validation allows these five.
    format,
    description:
      description === '' ? `Custom resource definition column (in JSONPath format): ${jsonPath}` : description,
    priority,
    ...(priority > 0 ? { wide: true } : {}),
  };
}

function parsed(path: string): JsonPath | undefined {
  try {
    return new JsonPath(`{${path}}`, { allowMissingKeys: true });
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

function cellOf(path: JsonPath | undefined, type: string, object: object, now: number): Cell {
  const value = path === undefined ? undefined : firstOf(path, object);
  if (value === undefined || value === null) return undefined;
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : goJson(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : undefined;
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'date':
      return typeof value !== 'string'
        ? undefined
        : Number.isNaN(parseTime(value))
          ? '<invalid>'
          : sinceText(value, now);
    default:
      return undefined;
  }
}

function firstOf(path: JsonPath, object: object): unknown {
  try {
    return path.find(object)[0]?.[0];
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

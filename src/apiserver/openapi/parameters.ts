/**
 * Parameters of operations, in the words of the real documents.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/installer.go (v1.36.3): AddObjectParams of the options of each verb.
 */
import texts from './parameters.json';

/** A parameter of a path or a query. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly type: string;
}

const table: Readonly<Record<string, readonly string[]>> = texts;

/** Parameters of a query by name; `owner.name` where one name means two things. */
export function queryParameters(names: readonly string[]): readonly Parameter[] {
  return names.map((name) => {
    const [type = 'string', description = ''] = table[name] ?? [];
    return { name: name.slice(name.lastIndexOf('.') + 1), in: 'query', description, type };
  });
}

/** All parameters of a subresource with options of its own: `exec`, `log`, `pods.proxy`. */
export function optionsOf(owner: string): readonly Parameter[] {
  const prefix = `${owner}.`;
  return queryParameters(Object.keys(table).filter((name) => name.startsWith(prefix)));
}

/** A part of the path in braces. */
export function pathParameter(name: string, description: string): Parameter {
  return { name, in: 'path', description, type: 'string' };
}

/** By name, those of the path before those of the query. */
export function sortedParameters(parameters: readonly Parameter[]): readonly Parameter[] {
  const key = (parameter: Parameter) => `${parameter.name}-${parameter.in}`;
  return [...parameters].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

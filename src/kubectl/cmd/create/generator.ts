/**
 * What all generators of `kubectl create` share: NAME, --dry-run, -o, --save-config, --validate, --field-manager.
 * A generator says which object its flags mean; the rest is here.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create (v1.36.3).
 */
import type { Command, Invocation } from '../../command';
import {
  type TypedFields,
  type TypedKind,
  createTyped,
  printTyped,
  typedObject,
  withSavedConfig,
  writingOf,
} from '../typedObject';
import { nameOf } from '../writeFlags';

export interface Generator extends TypedKind {
  /** Words after `kubectl`: `['create', 'deployment']`. */
  readonly path: readonly string[];
  /** How a refusal begins: `failed to create deployment:`; absent where kubectl tells it as the server did. */
  readonly failure?: string;
  /** The object that the flags mean, in the order of Go's struct. Throws CommandError for flags that do not fit. */
  generate(name: string, invocation: Invocation): TypedFields | Promise<TypedFields>;
}

/** The command of a generator. */
export function generatorCommand(generator: Generator): Command {
  return {
    path: generator.path,
    async run(invocation) {
      const name = nameOf(invocation);
      const writing = await writingOf(invocation, 'created', true);
      const fields = await generator.generate(name, invocation);
      const object = withSavedConfig(invocation, await typedObject(invocation, generator, fields, true));
      const { failure } = generator;
      const told = failure === undefined ? undefined : (message: string) => `${failure} ${message}`;
      printTyped(invocation, await createTyped(invocation, generator, object, writing, told), writing);
    },
  };
}

/** The words after NAME and `--`: the command of a container; undefined without. */
export function commandWords({ args }: Invocation): readonly string[] | undefined {
  return args.length > 1 ? args.slice(1) : undefined;
}

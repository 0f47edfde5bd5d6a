/**
 * Variables that arguments, standard input, a ConfigMap or a Secret bring to `kubectl set env`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/env/env_parse.go and set_env.go (v1.36.3).
 */
import type { EnvVar } from '../../../api/core/pod';
import type { Invocation } from '../../command';
import { CommandError, oneOf } from '../../errors';
import type { Unstructured } from '../../resource/access';
import { build } from '../../resource/builder';
import { readInput } from '../../resource/paths';
import { envVarNameErrors } from '../../../api/meta/keyNames';

/** `NAME=value` and `NAME-` of a command line. */
export interface EnvChange {
  readonly added: readonly EnvVar[];
  readonly removed: readonly string[];
}

/** The words before the first change, and the changes. Throws CommandError where an object follows a change. */
export function splitEnvArgs(args: readonly string[]): {
  readonly resources: readonly string[];
  readonly changes: readonly string[];
} {
  const isChange = (word: string) => /^.+=/.test(word) || word.endsWith('-');
  const first = args.findIndex(isChange);
  if (first < 0) return { resources: args, changes: [] };
  if (!args.slice(first).every(isChange)) {
    throw new CommandError(`all resources must be specified before environment changes: ${args.join(' ')}`);
  }
  return { resources: args.slice(0, first), changes: args.slice(first) };
}

/** `NAME=VALUE`, `NAME-`, and `-` for lines of standard input. Throws CommandError. */
export async function readEnvChange({ io }: Invocation, specs: readonly string[]): Promise<EnvChange> {
  const added: EnvVar[] = [];
  const removed: string[] = [];
  const written = new Set<string>();
  for (const spec of specs) {
    if (spec === '-') {
      added.push(...linesOf(await readInput(io)));
      continue;
    }
    const at = spec.indexOf('=');
    if (at < 0) {
      if (!spec.endsWith('-')) throw new CommandError(`unknown environment variable: ${spec}`);
      removed.push(spec.slice(0, -1));
      continue;
    }
    const name = spec.slice(0, at);
    const errors = envVarNameErrors(name);
    if (errors.length > 0) {
      throw new CommandError(`${JSON.stringify(name)} is not a valid key name: ${errors.join(';')}`);
    }
    written.add(name);
    added.push(variable(name, spec.slice(at + 1)));
  }
  if (removed.some((name) => written.has(name))) {
    throw new CommandError('can not both modify and remove the same environment variable in the same command');
  }
  return { added, removed };
}

function linesOf(text: string): readonly EnvVar[] {
  return text.split('\n').flatMap((line) => {
    const [spec = ''] = line.split('#');
    const at = spec.indexOf('=');
    return at < 0 ? [] : [variable(spec.slice(0, at), spec.slice(at + 1))];
  });
}

function variable(name: string, value: string): EnvVar {
  return value === '' ? { name } : { name, value };
}

/** A reference for each key of --from (or those of --keys), in capitals. Warns of each key that is spelled otherwise. */
export async function envFrom(invocation: Invocation): Promise<readonly EnvVar[]> {
  const { flags } = invocation;
  const from = flags.string('from');
  if (from === '') return [];
  const { infos, errors } = await build(invocation, { args: [from], latest: true });
  if (errors.length > 0) throw oneOf(errors);
  return infos.flatMap(({ object }) => (object === undefined ? [] : referencesTo(invocation, object)));
}

function referencesTo({ flags, io }: Invocation, object: Unstructured): readonly EnvVar[] {
  const field = object.kind === 'Secret' ? 'secretKeyRef' : object.kind === 'ConfigMap' ? 'configMapKeyRef' : undefined;
  if (field === undefined || object.apiVersion !== 'v1') {
    throw new CommandError('unsupported resource specified in --from');
  }
  const wanted = flags.list('keys');
  const data = object['data'];
  const keys = Object.keys(typeof data === 'object' && data !== null ? data : {});
  return keys
    .filter((key) => wanted.length === 0 || wanted.includes(key))
    .map((key) => {
      const name = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
      if (name !== key) void io.err(`Warning: key ${key} transferred to ${name}\n`);
      return { name, valueFrom: { [field]: { name: object.metadata.name, key } } };
    });
}

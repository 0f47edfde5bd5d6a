/**
 * The arguments that name types and objects: TYPE, TYPE NAME..., TYPE/NAME..., TYPE1,TYPE2, and the category `all`.
 * Models ResourceTypeOrNameArgs of staging/src/k8s.io/cli-runtime/pkg/resource/builder.go (v1.36.3).
 */
import { ApiError } from '../../api/meta/status';
import type { Invocation } from '../command';
import { ConnectionError, type Io } from '../environment';
import { CommandError } from '../errors';
import { typeHint } from '../mistakes';
import type { Mapping, RestMapper } from './access';

/** The words of a command line, told apart. */
export interface Words {
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly tuples: readonly { readonly type: string; readonly name: string }[];
  /** A type stands alone: all of its objects are meant where the command allows it. */
  readonly hasBareType: boolean;
  readonly error?: Error;
}

const NONE: Words = { types: [], names: [], tuples: [], hasBareType: false };

/** What `args` say. Wrong words are in `error`, not thrown, because kubectl reports them beside other mistakes. */
export function wordsOf(args: readonly string[], mapper: RestMapper): Words {
  const words = spreadTypes(args);
  const withSlash = words.filter((word) => word.includes('/'));
  if (withSlash.length > 0) {
    if (withSlash.length === words.length) return tuplesOf(words);
    return {
      ...NONE,
      error: new CommandError(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
      ),
    };
  }
  const [first, ...names] = words;
  if (first === undefined) return NONE;
  return { ...NONE, types: parts(expandCategories(first, mapper)), names, hasBareType: names.length === 0 };
}

/**
 * The kind that `type` means. Warns, as kubectl does, of a short name that could mean others too. Throws a
 * CommandError: `the server doesn't have a resource type "x"`.
 */
export function mappingFor({ io }: Pick<Invocation, 'io'>, mapper: RestMapper, type: string): Mapping {
  const mapping = find(io, mapper, type);
  warnOfOthers({ io }, mapper, type);
  return mapping;
}

/** Warns of a short name that could mean other kinds too. */
export function warnOfOthers({ io }: Pick<Invocation, 'io'>, mapper: RestMapper, type: string): void {
  for (const other of mapper.others(type)) {
    const resource = other.group === '' ? other.plural : `${other.plural}.${other.group}`;
    void io.err(`Warning: short name ${JSON.stringify(type)} could also match lower priority resource ${resource}\n`);
  }
}

function find(io: Io, mapper: RestMapper, type: string): Mapping {
  try {
    return mapper.resource(type);
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionError || error instanceof CommandError) throw error;
    if (!(error instanceof Error)) throw error;
    const hint = typeHint(mapper.mappings, type);
    if (hint !== undefined) io.hint(hint);
    throw new CommandError(error.message);
  }
}

/** `a,b x y` is `a/x a/y b/x b/y`. */
function spreadTypes(args: readonly string[]): readonly string[] {
  const [first, ...names] = args;
  if (first === undefined || names.length === 0) return args;
  const types = parts(first);
  if (types.length < 2) return args;
  return types.flatMap((type) => names.map((name) => `${type}/${name}`));
}

function tuplesOf(words: readonly string[]): Words {
  const tuples: { readonly type: string; readonly name: string }[] = [];
  for (const word of words) {
    const [type = '', name = '', ...more] = word.split('/');
    if (more.length > 0) {
      return { ...NONE, error: new CommandError('arguments in resource/name form may not have more than one slash') };
    }
    if (type === '' || name === '' || parts(type).length !== 1) {
      const message = 'arguments in resource/name form must have a single resource and name';
      return { ...NONE, error: new CommandError(message) };
    }
    tuples.push({ type, name });
  }
  return { ...NONE, tuples };
}

function expandCategories(types: string, mapper: RestMapper): string {
  return types
    .split(',')
    .map((type) => {
      const members = mapper.mappings.filter(({ categories }) => categories.includes(type));
      if (members.length === 0) return type;
      return members.map(({ group, plural }) => (group === '' ? plural : `${plural}.${group}`)).join(',');
    })
    .join(',');
}

/** Parts between commas, each once. */
function parts(text: string): readonly string[] {
  return [...new Set(text.split(','))];
}

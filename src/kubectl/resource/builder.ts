/**
 * From words and files to objects: `pods a b`, `deploy/web svc/web`, `-f folder -R`, `-l app=web`, `all`.
 * Models staging/src/k8s.io/cli-runtime/pkg/resource/builder.go (v1.36.3).
 * Left out: URLs and kustomizations, which are refused.
 */
import type { Invocation } from '../command';
import { CommandError, ErrorList, oneOf } from '../errors';
import { manifestHint } from '../mistakes';
import type { Access, ListOptions, Mapping, RestMapper, Unstructured } from './access';
import { explainedListError, fetchInfos } from './fetch';
import { infosOfFiles } from './fileInfos';
import { expandPaths } from './paths';
import { type Words, mappingFor, wordsOf } from './words';

/** One object that a command is about. */
export interface Info {
  readonly mapping: Mapping;
  readonly namespace?: string;
  readonly name: string;
  /** As read from the server or from a file. */
  readonly object?: Unstructured;
  /** `web.yaml` or `STDIN`, if it comes from a file. */
  readonly source?: string;
}

/** What to build from. Flags that a command does not have are left out. */
export interface BuilderOptions {
  readonly args: readonly string[];
  readonly filenames?: readonly string[];
  readonly recursive?: boolean;
  readonly kustomize?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  /** A type without names means all objects of it (`get`), not an error (`delete`). */
  readonly selectAll?: boolean;
  /** Fetch each object from the server (`latest`), also those of files. */
  readonly latest?: boolean;
  /** False: named objects are not fetched, so they need not exist (`delete`). True by default. */
  readonly requireObject?: boolean;
  readonly ignoreNotFound?: boolean;
  /** Objects are fetched from this subresource: `scale`, `status`. */
  readonly subresource?: string;
  /** Whether manifests are checked for kind and apiVersion before anything else. */
  readonly validate?: boolean;
  readonly limit?: number;
  /** Only files are read and no server is asked (`--local`); mappings are guessed from the objects. */
  readonly local?: boolean;
}

/** The objects that a command line names. */
export interface Built {
  readonly infos: readonly Info[];
  /** What could not be had; the rest goes on. What could not be read is one ErrorList, last. */
  readonly errors: readonly Error[];
  /** Infos and the errors between them, in order, for commands that act on one after the other: see visit.ts. */
  readonly entries: readonly BuiltEntry[];
  /** Syntax errors, kinds that the server does not have, lists that it refused. */
  readonly readingErrors: readonly Error[];
  /** Exactly one object was named, so it is printed alone and not as a list. */
  readonly isSingle: boolean;
  /** Types that were asked for, also those with no object. */
  readonly mappings: readonly Mapping[];
}

/** One object, or why it could not be had. */
export type BuiltEntry =
  | { readonly type: 'info'; readonly info: Info }
  | { readonly type: 'error'; readonly error: Error };

const MISSING_RESOURCE = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Finds the objects. Throws for wrong words; what fails for single objects is in `errors`. */
export async function build(invocation: Invocation, options: BuilderOptions): Promise<Built> {
  refuseUnknownSources(options);
  const filenames = options.filenames ?? [];
  if (options.local === true) return buildLocally(invocation, options, filenames);
  const files = await expandPaths(invocation, filenames, options.recursive === true);
  const mistakes: Error[] = [...files.errors];
  const selection = selectionOf(options, mistakes);
  const access = await invocation.access();
  const mapper = await access.mapper();
  const words = wordsOf(options.args, mapper);
  if (words.error !== undefined) mistakes.push(words.error);
  if (mistakes.length > 0) throw oneOf(mistakes);
  if (words.hasBareType && options.selectAll === true) selection.labelSelector ??= '';

  if (files.sources.length > 0) {
    refuseWordsBesideFiles(words);
    return fromFiles({ invocation, access, mapper }, files, { ...options, labelSelector: selection.labelSelector });
  }
  const task: Task = { invocation, access, mapper, words, options };
  if (selection.labelSelector !== undefined || selection.fieldSelector !== undefined) {
    return bySelector(task, selection);
  }
  if (words.tuples.length > 0) return byName(task, words.tuples, words.tuples.length === 1);
  if (words.names.length > 0) {
    const [type, ...more] = words.types;
    if (type === undefined || more.length > 0) throw new CommandError('you must specify only one resource');
    const tuples = words.names.map((name) => ({ type, name }));
    return byName(task, tuples, tuples.length === 1);
  }
  if (words.types.length === 0) throw new CommandError(MISSING_RESOURCE);
  for (const type of words.types) mappingFor(invocation, mapper, type);
  throw new CommandError('resource(s) were provided, but no name was specified');
}

interface Task {
  readonly invocation: Invocation;
  readonly access: Access;
  readonly mapper: RestMapper;
  readonly words: Words;
  readonly options: BuilderOptions;
}

interface Selection {
  labelSelector: string | undefined;
  fieldSelector: string | undefined;
}

function refuseUnknownSources({ filenames, kustomize, recursive }: BuilderOptions): void {
  if (kustomize !== undefined && kustomize !== '') {
    if ((filenames ?? []).length > 0) throw new CommandError('only one of -f or -k can be specified');
    if (recursive === true) throw new CommandError("the -k flag can't be used with -f or -R");
    throw new CommandError('kubeloop: -k (kustomizations) is not simulated');
  }
  const url = (filenames ?? []).find((name) => name.startsWith('http://') || name.startsWith('https://'));
  if (url !== undefined) throw new CommandError(`kubeloop: reading manifests from a URL (${url}) is not simulated`);
}

function selectionOf(options: BuilderOptions, mistakes: Error[]): Selection {
  const labels = options.labelSelector?.trim() ?? '';
  const fields = options.fieldSelector?.trim() ?? '';
  const selection: Selection = {
    labelSelector: labels === '' ? undefined : labels,
    fieldSelector: fields === '' ? undefined : fields,
  };
  if (options.all === true) {
    if (labels !== '' || fields !== '') {
      mistakes.push(new CommandError("setting 'all' parameter but found a non empty selector. "));
    } else selection.labelSelector = '';
  }
  return selection;
}

function refuseWordsBesideFiles({ types, names, tuples }: Words): void {
  if (types.length > 0) {
    throw new CommandError(
      'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
    );
  }
  if (names.length > 0) throw new CommandError('name cannot be provided when a path is specified');
  if (tuples.length > 0) {
    throw new CommandError('resource/name arguments cannot be provided when a path is specified');
  }
}

async function buildLocally(
  invocation: Invocation,
  options: BuilderOptions,
  filenames: readonly string[],
): Promise<Built> {
  const files = await expandPaths(invocation, filenames, options.recursive === true);
  if (files.errors.length > 0) throw oneOf(files.errors);
  if (files.sources.length === 0) {
    throw new CommandError(
      "error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
    );
  }
  return fromFiles({ invocation }, files, options);
}

async function fromFiles(
  { invocation, access, mapper }: Pick<Task, 'invocation'> & Partial<Task>,
  files: Awaited<ReturnType<typeof expandPaths>>,
  options: BuilderOptions,
): Promise<Built> {
  const { entries, readingErrors } = infosOfFiles(files.sources, {
    mapper,
    namespace: access === undefined || options.allNamespaces === true ? undefined : access.namespace,
    requireNamespace: access !== undefined && access.isNamespaceExplicit && options.allNamespaces !== true,
    labelSelector: options.labelSelector,
    validate: options.validate === true,
    onUnknownKind: (apiVersion, kind) => {
      const hint = manifestHint(mapper?.mappings ?? [], apiVersion, kind);
      if (hint !== undefined) invocation.io.hint(hint);
    },
  });
  const fetched =
    options.latest === true && access !== undefined ? await fetchInfos(access, entries, options) : entries;
  return built(fetched, readingErrors, files.isSingle, []);
}

async function bySelector(task: Task, { labelSelector, fieldSelector }: Selection): Promise<Built> {
  const { access, mapper, words, options, invocation } = task;
  if (words.names.length > 0) throw new CommandError('name cannot be provided when a selector is specified');
  if (words.tuples.length > 0) {
    throw new CommandError('selectors and the all flag cannot be used when passing resource/name arguments');
  }
  if (options.subresource !== undefined) {
    throw new CommandError('subresource cannot be used when bulk resources are specified');
  }
  if (words.types.length === 0) {
    throw new CommandError('at least one resource must be specified to use a selector');
  }
  const mappings = unique(words.types.map((type) => mappingFor(invocation, mapper, type)));
  const listOptions: ListOptions = {
    ...(labelSelector === undefined || labelSelector === '' ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
  };
  const entries: BuiltEntry[] = [];
  const readingErrors: Error[] = [];
  for (const mapping of mappings) {
    const namespace = mapping.namespaced && options.allNamespaces !== true ? access.namespace : undefined;
    try {
      const { items } = await access.list(mapping, namespace, listOptions);
      for (const item of items) entries.push({ type: 'info', info: infoOf(mapping, item) });
    } catch (error) {
      readingErrors.push(explainedListError(error, mapping, listOptions));
    }
  }
  return built(entries, readingErrors, false, mappings);
}

/** An object from the server as an Info. Items of lists do not say their kind, so it is filled in. */
function infoOf(mapping: Mapping, item: Unstructured): Info {
  const { group, version, kind } = mapping;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const object: Unstructured = { ...item, apiVersion: item.apiVersion ?? apiVersion, kind: item.kind ?? kind };
  const { name, namespace } = object.metadata;
  return { mapping, name, object, ...(mapping.namespaced && namespace !== undefined ? { namespace } : {}) };
}

async function byName(
  { invocation, access, mapper, options, words }: Task,
  tuples: readonly { readonly type: string; readonly name: string }[],
  isSingle: boolean,
): Promise<Built> {
  if (words.tuples.length > 0 && words.types.length > 0) {
    throw new CommandError('you may not specify individual resources and bulk resources in the same call');
  }
  const entries: BuiltEntry[] = [];
  const mappings = new Map<string, Mapping>();
  for (const { type, name } of tuples) {
    const mapping = mappings.get(type) ?? mappingFor(invocation, mapper, type);
    mappings.set(type, mapping);
    if (mapping.namespaced && options.allNamespaces === true) {
      throw new CommandError('a resource cannot be retrieved by name across all namespaces');
    }
    entries.push({
      type: 'info',
      info: { mapping, name, ...(mapping.namespaced ? { namespace: access.namespace } : {}) },
    });
  }
  const isFetched = options.latest === true || options.requireObject !== false;
  return built(
    isFetched ? await fetchInfos(access, entries, options) : entries,
    [],
    isSingle,
    unique([...mappings.values()]),
  );
}

function built(
  entries: readonly BuiltEntry[],
  readingErrors: readonly Error[],
  isSingle: boolean,
  mappings: readonly Mapping[],
): Built {
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const entry of entries) {
    if (entry.type === 'info') infos.push(entry.info);
    else errors.push(entry.error);
  }
  if (readingErrors.length > 0) errors.push(new ErrorList(readingErrors));
  const types = mappings.length > 0 ? mappings : unique(infos.map(({ mapping }) => mapping));
  return { infos, errors, entries, readingErrors, isSingle, mappings: types };
}

function unique(mappings: readonly Mapping[]): readonly Mapping[] {
  const key = ({ group, version, kind }: Mapping): string => `${group}/${version}/${kind}`;
  return [...new Map(mappings.map((mapping) => [key(mapping), mapping])).values()];
}

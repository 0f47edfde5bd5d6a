/**
 * What the objects of files are to the server: their kinds there, and the namespaces they go to.
 * Models infoForData of staging/src/k8s.io/cli-runtime/pkg/resource/mapper.go and SetNamespace, RequireNamespace and
 * FilterNamespace of visitor.go (v1.36.3).
 */
import { compiledMapping } from './compiledMapping';
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { SelectorError, parseLabelSelector } from '../../api/meta/labelSelectorParser';
import { type Requirement, requirementsMatch } from '../../api/meta/labels';
import { ApiError } from '../../api/meta/status';
import { ConnectionError } from '../environment';
import { CommandError, PlainError } from '../errors';
import type { Mapping, RestMapper, Unstructured } from './access';
import type { BuiltEntry } from './builder';
import { type Manifest, readManifests } from './manifests';
import type { Source } from './paths';

/** How objects of files become infos. */
export interface FileInfoOptions {
  /** Undefined: no server is asked, and kinds are guessed. */
  readonly mapper: RestMapper | undefined;
  /** For objects that name none. */
  readonly namespace: string | undefined;
  /** Objects that name another namespace are refused. */
  readonly requireNamespace: boolean;
  /** Others are passed over silently. */
  readonly labelSelector: string | undefined;
  readonly validate: boolean;
  /** Told of every kind that the server does not have. */
  onUnknownKind?(apiVersion: string, kind: string): void;
}

/** The objects of manifests. */
export interface FileInfos {
  readonly entries: readonly BuiltEntry[];
  /** Syntax errors and kinds that the server does not have. */
  readonly readingErrors: readonly Error[];
}

/** The objects of all `sources` in order. Throws a CommandError for a selector that cannot be read. */
export function infosOfFiles(sources: readonly Source[], options: FileInfoOptions): FileInfos {
  const requirements = requirementsOf(options.labelSelector);
  const entries: BuiltEntry[] = [];
  const readingErrors: Error[] = [];
  for (const { name: source, text } of sources) {
    for (const manifest of readManifests(text, source, options.validate)) {
      if (manifest.type === 'problem') {
        readingErrors.push(new CommandError(manifest.message));
        continue;
      }
      const mapping = mappingOf(manifest, source, options);
      if (mapping instanceof Error) readingErrors.push(mapping);
      else if (requirementsMatch(requirements, labelsOf(manifest.object))) {
        entries.push(placed(manifest, mapping, source, options));
      }
    }
  }
  return { entries, readingErrors };
}

function requirementsOf(selector: string | undefined): readonly Requirement[] {
  if (selector === undefined || selector === '') return [];
  try {
    return parseLabelSelector(selector);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new CommandError(`the provided selector ${JSON.stringify(selector)} is not valid: ${error.message}`);
  }
}

function labelsOf(object: JsonObject): Readonly<Record<string, string>> {
  const labels = isJsonObject(object.metadata) && isJsonObject(object.metadata.labels) ? object.metadata.labels : {};
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));
}

function mappingOf(manifest: Manifest, source: string, { mapper, onUnknownKind }: FileInfoOptions): Mapping | Error {
  if (mapper === undefined) return guessedMapping(manifest);
  const { apiVersion, kind, name, namespace } = manifest;
  try {
    return mapper.kind(apiVersion, kind);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ApiError || error instanceof ConnectionError) throw error;
    onUnknownKind?.(apiVersion, kind);
    // Inside a list kubectl tells it as an error in an error, without where it was.
    if (manifest.isItem) return new PlainError(`unable to recognize ${error.message}`);
    const where = `name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(source)}`;
    return new CommandError(
      `resource mapping not found for ${where}: ${error.message}\nensure CRDs are installed first`,
    );
  }
}

/** Enough of a kind to print its name, where no server may be asked. */
function guessedMapping({ apiVersion, kind, namespace }: Manifest): Mapping {
  return compiledMapping(apiVersion, kind, { plural: `${kind.toLowerCase()}s`, namespaced: namespace !== '' });
}

function placed(manifest: Manifest, mapping: Mapping, source: string, options: FileInfoOptions): BuiltEntry {
  const { name, object } = manifest;
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  if (!mapping.namespaced) {
    const { namespace: _, ...rest } = metadata;
    return entry({ ...object, metadata: rest }, mapping, name, undefined, source);
  }
  const namespace = manifest.namespace === '' ? options.namespace : manifest.namespace;
  if (options.requireNamespace && namespace !== options.namespace) {
    const message = `the namespace from the provided object ${JSON.stringify(namespace)} does not match the namespace ${JSON.stringify(options.namespace)}. You must pass '--namespace=${namespace}' to perform this operation.`;
    return { type: 'error', error: new CommandError(message) };
  }
  const inPlace = namespace === undefined ? object : { ...object, metadata: { ...metadata, namespace } };
  return entry(inPlace, mapping, name, namespace, source);
}

function entry(
  object: JsonObject,
  mapping: Mapping,
  name: string,
  namespace: string | undefined,
  source: string,
): BuiltEntry {
  const typed = object as unknown as Unstructured; // Checked by metadataTypes.ts as far as kubectl relies on it.
  const where = namespace === undefined ? {} : { namespace };
  return { type: 'info', info: { mapping, name, ...where, object: typed, source } };
}

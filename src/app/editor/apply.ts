/**
 * `kubectl apply -f`, `delete -f` and `diff -f` for the text of one file, over any API server.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/apply (v1.36.3), client-side apply.
 * Left out: pruning, server-side apply, retries after a conflict.
 */
import { isDeepEqual } from '../../api/meta/equality';
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { stringify } from 'yaml';
import { infoOf } from '../../api/kinds';
import type { ObjectKey } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { type KubeClient, pathOf } from '../../client/client';
import type { ApiRequest, ApiResponse } from '../../client/transport';
import { missingAnnotationWarning, rememberedOf, withLastApplied } from '../../kubectl/apply/lastApplied';
import { threeWayMergePatch } from '../../kubectl/apply/jsonMergePatch';
import { threeWayPatch } from '../../kubectl/apply/strategicPatch';
import { errorText } from '../../kubectl/errorText';
import { isCustom, kindName, lookupIn } from './customKinds';
import { problemsOf, warningMarks } from './fieldPath';
import { type Manifest, type ManifestEntry, parseManifests, type TextProblem } from './manifests';

/** What became of one object of the file. `line` is what kubectl prints. */
export type FileOutcome =
  | {
      readonly type: 'done';
      readonly line: string;
      readonly warnings: readonly string[];
      /** The warnings that name a field, at their lines. */
      readonly marks: readonly TextProblem[];
      readonly object: ObjectNamed;
    }
  | { readonly type: 'refused'; readonly line: string; readonly problems: readonly TextProblem[] };

export interface ObjectNamed extends ObjectKey {
  readonly kind: Manifest['kind'];
}

const MANAGER = 'kubectl-client-side-apply';

/** The objects of `text`; kinds that the page does not know are looked up in the cluster. */
async function manifestsOf(client: KubeClient, text: string, fileName: string): Promise<readonly ManifestEntry[]> {
  const entries = parseManifests(text, fileName);
  const isStrange = entries.some((each) => each.type === 'problem' && each.isUnknownKind === true);
  if (!isStrange) return entries;
  try {
    return parseManifests(text, fileName, await lookupIn(client));
  } catch (error) {
    if (error instanceof ApiError) return entries; // Then nobody knows the kinds.
    throw error;
  }
}

/** Applies every object of `text` in order; one that is refused does not stop the others. Never rejects with an ApiError. */
export async function applyText(client: KubeClient, text: string, fileName: string): Promise<readonly FileOutcome[]> {
  return forEach(await manifestsOf(client, text, fileName), (manifest) => applyOne(client, manifest, fileName));
}

/** Deletes what `text` names. Objects that are gone already are refused with NotFound, as kubectl says it. */
export async function deleteText(client: KubeClient, text: string, fileName: string): Promise<readonly FileOutcome[]> {
  return forEach(await manifestsOf(client, text, fileName), async (manifest) => {
    const { kind, namespace, name } = manifest;
    try {
      await client.delete(kind, keyOfManifest(manifest), { propagationPolicy: 'Background' });
    } catch (error) {
      return refusal(error, manifest, `error when deleting "${fileName}": `);
    }
    const { group } = infoOf(kind);
    const words = `${kindName(kind).toLowerCase()}${group === '' ? '' : `.${group}`} "${name}" deleted`;
    return done(manifest, namespace === undefined ? words : `${words} from ${namespace} namespace`, []);
  });
}

/** `pod/kubia`, `deployment.apps/web`: how kubectl names an object in its answers. */
function refOf(kind: Manifest['kind'], name: string): string {
  const { group } = infoOf(kind);
  return `${kindName(kind).toLowerCase()}${group === '' ? '' : `.${group}`}/${name}`;
}

async function applyOne(client: KubeClient, manifest: Manifest, fileName: string): Promise<FileOutcome> {
  const modified = withLastApplied(manifest.object);
  let live: JsonObject | undefined;
  try {
    live = await liveOf(client, manifest);
  } catch (error) {
    return refusal(error, manifest, '');
  }
  return live === undefined
    ? create(client, manifest, modified, fileName)
    : update(client, manifest, modified, live, fileName);
}

async function create(
  client: KubeClient,
  manifest: Manifest,
  body: JsonObject,
  fileName: string,
): Promise<FileOutcome> {
  const request: ApiRequest = {
    method: 'POST',
    path: pathOf(manifest.kind, manifest.namespace),
    query: { fieldManager: MANAGER, fieldValidation: 'Strict' },
    body,
  };
  try {
    const response = await client.raw(request);
    return done(manifest, `${refOf(manifest.kind, manifest.name)} created`, [], response);
  } catch (error) {
    return refusal(error, manifest, `error when creating "${fileName}": `);
  }
}

async function update(
  client: KubeClient,
  manifest: Manifest,
  modified: JsonObject,
  live: JsonObject,
  fileName: string,
): Promise<FileOutcome> {
  const ref = refOf(manifest.kind, manifest.name);
  const remembered = rememberedOf(live);
  const three = { original: remembered ?? {}, modified, current: live };
  // Custom resources have no Go type to merge by.
  const isMerge = isCustom(manifest.kind);
  const patch = isMerge ? threeWayMergePatch(three) : threeWayPatch({ kind: manifest.kind, ...three });
  const warnings =
    remembered === undefined ? [missingAnnotationWarning(`${infoOf(manifest.kind).plural}/${manifest.name}`)] : [];
  if (Object.keys(patch).length === 0) return done(manifest, `${ref} unchanged`, warnings);
  const metadata = isJsonObject(live.metadata) ? live.metadata : {};
  if (metadata.deletionTimestamp !== undefined) {
    warnings.push(`Warning: Detected changes to resource ${manifest.name} which is currently being deleted.`);
  }
  try {
    const response = await client.raw({
      method: 'PATCH',
      path: pathOf(manifest.kind, manifest.namespace, manifest.name),
      query: { fieldManager: MANAGER, fieldValidation: 'Strict' },
      headers: { 'content-type': `application/${isMerge ? '' : 'strategic-'}merge-patch+json` },
      body: patch,
    });
    return done(manifest, `${ref} configured`, warnings, response);
  } catch (error) {
    return refusal(error, manifest, patchWords(manifest, patch, fileName));
  }
}

/** What kubectl prints before the server's own text when a patch is refused. */
function patchWords({ kind, name, namespace }: Manifest, patch: JsonObject, fileName: string): string {
  const { group, version, plural } = infoOf(kind);
  const resource = `Resource: "${group}/${version}, Resource=${plural}", GroupVersionKind: "${group}/${version}, Kind=${kindName(kind)}"`;
  return `error when applying patch:\n${JSON.stringify(patch)}\nto:\n${resource}\nName: "${name}", Namespace: "${namespace ?? ''}"\nfor: "${fileName}": error when patching "${fileName}": `;
}

/** The live object, or undefined if there is none. */
async function liveOf(client: KubeClient, manifest: Manifest): Promise<JsonObject | undefined> {
  try {
    const object = await client.get(manifest.kind, keyOfManifest(manifest));
    return object as unknown as JsonObject; // Every API object is a JSON map.
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}

/** Two texts to lay side by side. */
export interface FileDiff {
  /** What the cluster has, of the fields that the file speaks of. Empty for what is not there yet. */
  readonly live: string;
  readonly file: string;
}

/** What a file says once by an anchor, a server says as often as it holds. */
const WRITTEN_OUT = { aliasDuplicateObjects: false };

/** The cluster's side and the file's side, both as YAML with keys in the file's order. Rejects with ApiError. */
export async function diffText(client: KubeClient, text: string, fileName: string): Promise<FileDiff> {
  const live: string[] = [];
  const file: string[] = [];
  for (const entry of await manifestsOf(client, text, fileName)) {
    if (entry.type === 'problem') continue;
    const { object } = entry.manifest;
    const present = await liveOf(client, entry.manifest);
    file.push(stringify(object, WRITTEN_OUT));
    live.push(present === undefined ? '' : stringify(alike(present, object, rememberedOf(present)), WRITTEN_OUT));
  }
  return { live: live.join('---\n'), file: file.join('---\n') };
}

/** `live` cut down to what `manifest` or the last applied manifest mention, in the manifest's order of keys. */
function alike(live: unknown, manifest: unknown, remembered: unknown): unknown {
  if (Array.isArray(live) && Array.isArray(manifest)) {
    const before: readonly unknown[] = Array.isArray(remembered) ? remembered : [];
    return live.map((item, index) => alike(item, manifest[index] ?? before[index] ?? item, before[index]));
  }
  if (!isJsonObject(live) || !isJsonObject(manifest)) return live;
  const before = isJsonObject(remembered) ? remembered : {};
  const names = [
    ...Object.keys(manifest),
    ...Object.keys(before).filter((name) => !Object.hasOwn(manifest, name) && !isDeepEqual(before[name], {})),
  ];
  const kept = names.filter((name) => Object.hasOwn(live, name));
  return Object.fromEntries(
    kept.map((name) => [name, alike(live[name], manifest[name] ?? before[name], before[name])]),
  );
}

async function forEach(
  entries: readonly ManifestEntry[],
  act: (manifest: Manifest) => Promise<FileOutcome>,
): Promise<readonly FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  for (const entry of entries) {
    if (entry.type === 'manifest') outcomes.push(await act(entry.manifest));
    else outcomes.push({ type: 'refused', line: entry.problem.message, problems: [entry.problem] });
  }
  return outcomes;
}

/** `warnings` are kubectl's own; the server's come with its `response`. */
function done(
  manifest: Manifest,
  line: string,
  warnings: readonly string[],
  { warnings: said = [] }: Partial<ApiResponse> = {},
): FileOutcome {
  const { kind, name, namespace } = manifest;
  return {
    type: 'done',
    line,
    warnings: [...warnings, ...said.map((text) => `Warning: ${text}`)],
    marks: warningMarks(said, manifest),
    object: { kind, name, ...(namespace === undefined ? {} : { namespace }) },
  };
}

function refusal(error: unknown, manifest: Manifest, prefix: string): FileOutcome {
  if (!(error instanceof ApiError)) throw error;
  const { status } = error;
  const { text } = errorText(new ApiError({ ...status, message: `${prefix}${status.message ?? ''}` }), 'kubectl apply');
  return { type: 'refused', line: text.trimEnd(), problems: problemsOf(status, manifest) };
}

const keyOfManifest = ({ namespace, name }: Manifest): ObjectKey =>
  namespace === undefined ? { name } : { namespace, name };

/**
 * Pods and pod templates as they were written.
 * Undoes the admission plugins ServiceAccount, DefaultTolerationSeconds, Priority and RuntimeClass (v1.36.3), which refuse
 * or repeat what they filled in elsewhere.
 */
import { isDeepEqual } from '../api/meta/equality';
import { type JsonObject, isJsonObject } from '../api/meta/jsonObject';
import type { Cleaned, CopyContext } from './copyContext';
import { listAt, type Manifest, objectAt, subjectOf, textAt, withAt, without } from './manifest';
import type { Note } from './note';

/** The volume of the ServiceAccount's token is made anew, under a name of the pod's own. */
const TOKEN_VOLUME = /^kube-api-access-[a-z0-9]{5}$/;

const DEFAULT_TOLERATIONS: readonly JsonObject[] = ['not-ready', 'unreachable'].map((name) => ({
  key: `node.kubernetes.io/${name}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

/** A pod that nobody's template makes. */
export function cleanPod(pod: Manifest, context: CopyContext): Cleaned {
  const spec = objectAt(pod, 'spec');
  const notes: Note[] = [];
  const about = subjectOf(pod);
  const names = ['priority', 'preemptionPolicy', 'ephemeralContainers'];
  if (typeof spec.runtimeClassName === 'string') names.push('overhead');
  const ephemeral = listAt(spec, 'ephemeralContainers').length;
  if (ephemeral > 0) notes.push({ tone: 'changed', key: 'ephemeralContainers', about, params: { count: ephemeral } });
  const node = textAt(spec, 'nodeName');
  if (node !== undefined && !context.hasNode(node)) {
    names.push('nodeName');
    if (context.purpose === 'twin') notes.push({ tone: 'changed', key: 'nodeName', about, params: { node } });
  }
  const bare = withoutTokenVolume(withoutTwins(without(spec, ...names)));
  return { object: { ...pod, spec: withoutDefaultTolerations(bare) }, notes };
}

/** The template at `path`: its metadata has a creationTimestamp of null. */
export function cleanTemplate(object: Manifest, path: readonly string[]): Cleaned {
  const template = objectAt(object, ...path);
  const metadata = without(objectAt(template, 'metadata'), 'creationTimestamp');
  const spec = withoutTwins(objectAt(template, 'spec'));
  const bare = isJsonObject(template.metadata) ? { ...template, metadata, spec } : { ...template, spec };
  return { object: withAt(object, path, bare), notes: [] };
}

/** `serviceAccount` is an old name of `serviceAccountName`; the server keeps both alike. */
function withoutTwins(spec: JsonObject): JsonObject {
  return spec.serviceAccount !== undefined && spec.serviceAccount === spec.serviceAccountName
    ? without(spec, 'serviceAccount')
    : spec;
}

function withoutDefaultTolerations(spec: JsonObject): JsonObject {
  const given = listAt(spec, 'tolerations');
  const own = given.filter((toleration) => !DEFAULT_TOLERATIONS.some((known) => isDeepEqual(known, toleration)));
  if (own.length === given.length) return spec;
  return withAt(spec, ['tolerations'], own.length === 0 ? undefined : own);
}

function withoutTokenVolume(spec: JsonObject): JsonObject {
  const isToken = ({ name }: JsonObject) => TOKEN_VOLUME.test(String(name));
  const volumes = listAt(spec, 'volumes');
  if (!volumes.some(isToken)) return spec;
  const kept = volumes.filter((volume) => !isToken(volume));
  const bare = withAt(spec, ['volumes'], kept.length === 0 ? undefined : kept);
  return ['containers', 'initContainers'].reduce((pod, field) => {
    if (pod[field] === undefined) return pod;
    const containers = listAt(pod, field).map((container) => {
      const mounts = listAt(container, 'volumeMounts').filter((mount) => !isToken(mount));
      return withAt(container, ['volumeMounts'], mounts.length === 0 ? undefined : mounts);
    });
    return { ...pod, [field]: containers };
  }, bare);
}

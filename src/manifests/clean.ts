/**
 * An object as somebody would have written it: without what the API server, controllers and kubectl have put into it.
 * Defaults that the server filled in stay: they change nothing.
 */
import { isOfController } from './annotations';
import { cleanPod, cleanTemplate } from './cleanPod';
import { withoutValues } from './cleanSecret';
import { cleanService } from './cleanService';
import { cleanClaim, cleanStorageClass, cleanVolume } from './cleanStorage';
import { builtInKind } from './customKinds';
import { type Cleaned, type CopyContext, type Purpose, unchanged } from './copyContext';
import { type Manifest, listAt, objectAt, subjectOf, textAt, withAt, without } from './manifest';
import type { Note } from './note';
import { hasOwner } from './selection';

/** Metadata that only the server writes. */
const SERVER_FIELDS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
  'ownerReferences',
  'finalizers',
];

/** `object` for another cluster, and what of it is different there. */
export function cleaned(object: Manifest, context: CopyContext): Cleaned {
  const { metadata, notes } = cleanMetadata(object, context.purpose);
  const bare: Manifest = { ...without(object, 'status'), metadata };
  const own = cleanKind(bare, object, context);
  return { object: own.object, notes: [...notes, ...own.notes] };
}

function cleanMetadata(object: Manifest, purpose: Purpose): { metadata: Manifest['metadata']; notes: readonly Note[] } {
  const about = subjectOf(object);
  const { metadata } = object;
  const own = listOfTexts(metadata.finalizers).filter((name) => !isOfKubernetes(name));
  const kept = without(metadata, ...SERVER_FIELDS, ...(metadata.name === '' ? ['name'] : ['generateName']));
  const annotations = Object.entries(objectAt(metadata, 'annotations')).filter(([name]) => !isOfController(name));
  const notes: Note[] = [];
  if (hasOwner(object)) notes.push({ tone: 'changed', key: 'ownerDropped', about, params: { owner: ownerOf(object) } });
  if (own.length > 0 && purpose === 'twin') {
    notes.push({ tone: 'changed', key: 'finalizers', about, params: { finalizers: own.join(', ') } });
  }
  const withFinalizers = own.length > 0 && purpose === 'export' ? { ...kept, finalizers: own } : kept;
  return {
    metadata: withAt(
      withFinalizers,
      ['annotations'],
      annotations.length === 0 ? undefined : Object.fromEntries(annotations),
    ),
    notes,
  };
}

function ownerOf(object: Manifest): string {
  return listAt(object, 'metadata', 'ownerReferences')
    .map(({ kind, name }) => `${String(kind)}/${String(name)}`)
    .join(', ');
}

const listOfTexts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

/** Kubernetes adds its own again. */
function isOfKubernetes(finalizer: string): boolean {
  return !finalizer.includes('/') || /^(?:[a-z0-9-]+\.)*(?:kubernetes|k8s)\.io\//.test(finalizer);
}

/** `original` still has its status and metadata. */
function cleanKind(bare: Manifest, original: Manifest, context: CopyContext): Cleaned {
  switch (builtInKind(bare)) {
    case 'Pod':
      return cleanPod(bare, context);
    case 'StatefulSet':
      return cleanTemplate(withBareClaims(bare), ['spec', 'template']);
    case 'Deployment':
    case 'ReplicaSet':
    case 'DaemonSet':
    case 'ReplicationController':
    case 'PodTemplate':
      return cleanTemplate(bare, bare.kind === 'PodTemplate' ? ['template'] : ['spec', 'template']);
    case 'Job':
      return cleanTemplate(withoutJobSelector(bare), ['spec', 'template']);
    case 'CronJob':
      return cleanTemplate(bare, ['spec', 'jobTemplate', 'spec', 'template']);
    case 'Service':
      return cleanService(bare, context);
    case 'PersistentVolume':
      return unchanged(cleanVolume(bare));
    case 'PersistentVolumeClaim':
      return unchanged(cleanClaim(bare, original, context));
    case 'StorageClass':
      return context.purpose === 'twin' ? cleanStorageClass(bare, context) : unchanged(bare);
    case 'Secret':
      return context.keepsSecretValues ? unchanged(bare) : withoutValues(bare);
    case 'Namespace':
      return unchanged(withoutNameLabel(without(bare, 'spec')));
    case 'ServiceAccount':
      return unchanged(without(bare, 'secrets'));
    case 'CustomResourceDefinition':
      return cleanDefinition(bare, context.purpose);
    default:
      return unchanged(bare);
  }
}

const JOB_LABELS = ['controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'];

/** The server draws a selector from the job's uid, and labels job and pods with it. */
function withoutJobSelector(job: Manifest): Manifest {
  if (objectAt(job, 'spec').manualSelector === true) return job;
  const bare = withAt(job, ['spec', 'selector'], undefined);
  return [['metadata'], ['spec', 'template', 'metadata']].reduce(
    (object, path) => withoutLabels(object, path, JOB_LABELS),
    bare,
  );
}

function withoutNameLabel(namespace: Manifest): Manifest {
  return withoutLabels(namespace, ['metadata'], ['kubernetes.io/metadata.name']);
}

function withoutLabels(object: Manifest, path: readonly string[], names: readonly string[]): Manifest {
  const labels = objectAt(object, ...path, 'labels');
  const kept = without(labels, ...names);
  if (Object.keys(kept).length === Object.keys(labels).length) return object;
  return withAt(object, [...path, 'labels'], Object.keys(kept).length === 0 ? undefined : kept);
}

/** The server gives templates of claims a status. */
function withBareClaims(set: Manifest): Manifest {
  const claims = listAt(set, 'spec', 'volumeClaimTemplates');
  if (claims.length === 0) return set;
  const bare = claims.map((claim) => ({
    ...without(claim, 'status'),
    metadata: without(objectAt(claim, 'metadata'), 'creationTimestamp'),
  }));
  return withAt(set, ['spec', 'volumeClaimTemplates'], bare);
}

/** Nobody converts between versions here; on another cluster the webhook may be there. */
function cleanDefinition(bare: Manifest, purpose: Purpose): Cleaned {
  if (purpose === 'export' || textAt(bare, 'spec', 'conversion', 'strategy') !== 'Webhook') {
    return unchanged(bare);
  }
  return {
    object: withAt(bare, ['spec', 'conversion'], { strategy: 'None' }),
    notes: [{ tone: 'changed', key: 'conversion', about: subjectOf(bare) }],
  };
}

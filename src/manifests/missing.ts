/**
 * What objects refer to and nobody brought along: `kubectl get all` has no namespaces, accounts or ConfigMaps.
 * Namespaces and accounts are made, as nothing could be made without them; of the rest people are told, because on a
 * real cluster pods would wait for it too.
 */
import type { JsonObject } from '../api/meta/jsonObject';
import { SYSTEM_PRIORITIES } from '../api/scheduling/priorityClass';
import { at, listAt, type Manifest, objectAt, subjectOf, textAt } from './manifest';
import { type Note, type Subject, subjectText } from './note';
import { podSpecOf } from './podTemplates';
import { SYSTEM_NAMESPACES } from './selection';

/** Objects to be made beside the others, and what is missing still. */
export interface Missing {
  readonly added: readonly Manifest[];
  readonly notes: readonly Note[];
}

const ALWAYS_THERE = ['default', ...SYSTEM_NAMESPACES].map((name) => `Namespace ${name}`);

/** Looks through the objects of a copy. */
export function missingObjects(objects: readonly Manifest[]): Missing {
  const there = new Set([
    ...ALWAYS_THERE,
    ...Object.keys(SYSTEM_PRIORITIES).map((name) => `PriorityClass ${name}`),
    ...objects.map((object) => subjectText(subjectOf(object))),
  ]);
  const added = new Map<string, Manifest>();
  const notes: Note[] = [];
  const need = (subject: Subject, by: Manifest): void => {
    const text = subjectText(subject);
    if (there.has(text)) return;
    there.add(text);
    const { kind, namespace, name } = subject;
    if (kind === 'Namespace' || kind === 'ServiceAccount') {
      added.set(text, {
        apiVersion: 'v1',
        kind,
        metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      });
      notes.push({ tone: 'notice', key: 'added', about: subject });
    } else {
      notes.push({ tone: 'notice', key: 'missing', about: subject, params: { by: subjectText(subjectOf(by)) } });
    }
  };
  for (const object of objects) {
    const { namespace } = object.metadata;
    if (namespace !== undefined) need({ kind: 'Namespace', name: namespace }, object);
    for (const subject of referredTo(object)) need(subject, object);
  }
  return { added: [...added.values()], notes };
}

/** What the pods of `object` cannot begin without. */
function referredTo(object: Manifest): readonly Subject[] {
  const spec = podSpecOf(object);
  const { namespace } = object.metadata;
  if (spec === undefined || namespace === undefined) return [];
  const scoped = (kind: string, name: unknown): Subject[] =>
    typeof name === 'string' && name !== '' ? [{ kind, namespace, name }] : [];
  const clusterWide = (kind: string, name: unknown): Subject[] =>
    typeof name === 'string' && name !== '' ? [{ kind, name }] : [];
  const account = textAt(spec, 'serviceAccountName');
  return [
    ...(account === 'default' ? [] : scoped('ServiceAccount', account)),
    ...clusterWide('PriorityClass', spec.priorityClassName),
    ...clusterWide('RuntimeClass', spec.runtimeClassName),
    ...listAt(spec, 'volumes').flatMap((volume) => [
      ...scoped('PersistentVolumeClaim', at(volume, 'persistentVolumeClaim', 'claimName')),
      ...sourcesOf(volume).flatMap((source) => ofSource(source, scoped)),
    ]),
    ...['initContainers', 'containers'].flatMap((field) =>
      listAt(spec, field).flatMap((container) => ofContainer(container, scoped)),
    ),
  ];
}

/** The volume itself, or what is projected into it. */
function sourcesOf(volume: JsonObject): readonly JsonObject[] {
  return [volume, ...listAt(volume, 'projected', 'sources')];
}

type Scoped = (kind: string, name: unknown) => Subject[];

function ofSource(source: JsonObject, scoped: Scoped): readonly Subject[] {
  const secret = objectAt(source, 'secret');
  const configMap = objectAt(source, 'configMap');
  return [
    ...(secret.optional === true ? [] : scoped('Secret', secret.secretName ?? secret.name)),
    // Every namespace is given the certificate of the API server.
    ...(configMap.optional === true || configMap.name === 'kube-root-ca.crt'
      ? []
      : scoped('ConfigMap', configMap.name)),
  ];
}

function ofContainer(container: JsonObject, scoped: Scoped): readonly Subject[] {
  const named = (kind: string, reference: JsonObject) =>
    reference.optional === true ? [] : scoped(kind, reference.name);
  return [
    ...listAt(container, 'env').flatMap((variable) => [
      ...named('Secret', objectAt(variable, 'valueFrom', 'secretKeyRef')),
      ...named('ConfigMap', objectAt(variable, 'valueFrom', 'configMapKeyRef')),
    ]),
    ...listAt(container, 'envFrom').flatMap((from) => [
      ...named('Secret', objectAt(from, 'secretRef')),
      ...named('ConfigMap', objectAt(from, 'configMapRef')),
    ]),
  ];
}

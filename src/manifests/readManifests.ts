/** The objects of several texts: `kubectl get -o yaml|json`, the output of helm template, plain manifests. */
import { isJsonObject } from '../api/meta/jsonObject';
import { readDocuments } from '../kubectl/resource/documents';
import { groupOf } from './customKinds';
import { at, type Manifest, manifestOf, subjectOf } from './manifest';
import { type Note, subjectText } from './note';

/** One file, or what somebody pasted. */
export interface ManifestFile {
  readonly name: string;
  readonly text: string;
}

export interface ReadManifests {
  readonly objects: readonly Manifest[];
  /** What could not be read, and what stood there twice. */
  readonly notes: readonly Note[];
}

/** Reads files as kubectl does. Of an object that stands there more than once the last counts, as if all were applied. */
export function readManifests(files: readonly ManifestFile[]): ReadManifests {
  const notes: Note[] = [];
  const objects: Manifest[] = [];
  for (const { name, text } of files) {
    readDocuments(text).forEach((document, index) => {
      const where = `${name}, ${index + 1}`;
      if (document.type === 'problem') notes.push(invalidNote(where, document.message));
      else collect(document.value, where, objects, notes);
    });
  }
  const { kept, notes: twice } = withoutDuplicates(objects);
  return { objects: kept, notes: [...notes, ...twice] };
}

/** Unfolds lists; items of a typed list (`PodList`) may leave out what the list says. */
function collect(value: unknown, where: string, objects: Manifest[], notes: Note[]): void {
  const kind = at(value, 'kind');
  const items = at(value, 'items');
  if (typeof kind === 'string' && kind.endsWith('List') && (Array.isArray(items) || items === null)) {
    const typed = kind === 'List' ? {} : { apiVersion: at(value, 'apiVersion'), kind: kind.slice(0, -'List'.length) };
    const all: readonly unknown[] = items ?? [];
    for (const item of all) collect(isJsonObject(item) ? { ...typed, ...item } : item, where, objects, notes);
    return;
  }
  const manifest = manifestOf(value);
  if (typeof manifest === 'string') notes.push(invalidNote(where, manifest));
  else objects.push(manifest);
}

function invalidNote(where: string, why: string): Note {
  return { tone: 'leftOut', key: 'invalid', params: { where, why } };
}

/** Of several with one name the last, in its place; each of the others is told. */
export function withoutDuplicates(objects: readonly Manifest[]): {
  readonly kept: readonly Manifest[];
  readonly notes: readonly Note[];
} {
  const last = new Map<string, Manifest>();
  for (const object of objects) if (object.metadata.name !== '') last.set(identityOf(object), object);
  const kept = objects.filter((object) => object.metadata.name === '' || last.get(identityOf(object)) === object);
  const notes = objects
    .filter((object) => !kept.includes(object))
    .map((object): Note => ({ tone: 'leftOut', key: 'duplicate', about: subjectOf(object) }));
  return { kept, notes };
}

/** The same in any version of its group. */
function identityOf(object: Manifest): string {
  return `${groupOf(object.apiVersion)} ${subjectText(subjectOf(object))}`;
}

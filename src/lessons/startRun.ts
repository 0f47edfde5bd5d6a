/** The run with which a lesson begins: its machines, and what has been applied to them. */
import { infoOf, kindOf } from '../api/kinds';
import { isJsonObject } from '../api/meta/jsonObject';
import { pathOf } from '../client/client';
import type { Command, Run } from '../client/simulation';
import { withLastApplied } from '../kubectl/apply/lastApplied';
import { readDocuments } from '../kubectl/resource/documents';
import type { LessonStart } from './lesson';

/** Throws an Error with a readable message for a manifest that cannot be applied. */
export function startRun(start: LessonStart): Run {
  if (start.run !== undefined) return { ...start.run, files: start.files };
  const commands = start.apply.flatMap((name) => appliedOf(name, start.files[name] ?? ''));
  return {
    version: 1,
    profile: start.profile,
    seed: start.seed,
    ...(start.startedAt === undefined ? {} : { startedAt: start.startedAt }),
    nodes: start.nodes,
    addons: start.addons,
    files: start.files,
    commands,
    untilMs: start.afterMs,
  };
}

/** What `kubectl apply -f NAME` sends for objects that are not there yet. */
function appliedOf(name: string, text: string): readonly Command[] {
  return readDocuments(text).map((document): Command => {
    if (document.type === 'problem') throw new Error(`${name}: ${document.message}`);
    const { value } = document;
    if (!isJsonObject(value) || !isJsonObject(value.metadata)) throw new Error(`${name}: no object`);
    const kind = kindOf(String(value.apiVersion), String(value.kind));
    if (kind === undefined) throw new Error(`${name}: no matches for kind "${String(value.kind)}"`);
    const given = value.metadata.namespace;
    const namespace = infoOf(kind).namespaced ? (typeof given === 'string' ? given : 'default') : undefined;
    const path = pathOf(kind, namespace);
    // The server fills the namespace in from the path, kubectl before it from its context.
    const metadata = { ...value.metadata, ...(namespace === undefined ? {} : { namespace }) };
    const body = withLastApplied({ ...value, metadata });
    const query = { fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict' };
    return { atMs: 0, type: 'request', request: { method: 'POST', path, query, body } };
  });
}

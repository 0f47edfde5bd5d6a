/**
 * Wrong usage that learners bring along, often from older books, and the hint that helps.
 * What kubectl removed, and since when, is in its CHANGELOGs; what it says today is printed by the caller.
 */
import type { Hint } from './hints';
import type { HelpPage } from './help/page';
import type { Mapping } from './resource/access';
import { apiVersionOf } from './resource/restMapper';

/** Verbs of earlier years. */
const removedCommands: Readonly<Record<string, string>> = {
  'rolling-update': 'kubectl rollout',
  convert: 'kubectl-convert',
  stop: 'kubectl delete',
  resize: 'kubectl scale',
  update: 'kubectl replace',
  'run-container': 'kubectl run',
  clusterinfo: 'kubectl cluster-info',
  namespace: 'kubectl config set-context --current --namespace=',
};

/** Flags of earlier years by command, and what does the same today; empty where nothing is needed any more. */
const removedFlags: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  apply: { 'prune-whitelist': '--prune-allowlist' },
  drain: { 'delete-local-data': '--delete-emptydir-data' },
  exec: { pod: 'kubectl exec POD -- COMMAND' },
  get: { export: '', 'show-all': '', a: '', 'use-openapi-print-columns': '' },
  top: { 'heapster-namespace': '', 'heapster-port': '', 'heapster-scheme': '' },
  version: { short: '' },
};
const runFlags = [
  'generator',
  'replicas',
  'schedule',
  'service-generator',
  'serviceaccount',
  'hostport',
  'limits',
  'requests',
];

/** What helps somebody who wrote `word` for a command. `near` are kubectl's own suggestions. */
export function commandHint(word: string, near: readonly string[]): Hint | undefined {
  const instead = Object.hasOwn(removedCommands, word) ? removedCommands[word] : undefined;
  if (instead !== undefined) return { key: 'removedCommand', params: { command: word, instead } };
  const [meant] = near;
  return meant === undefined ? undefined : { key: 'unknownCommandTypo', params: { typed: word, meant } };
}

/** What helps somebody who wrote the flag `name` (without dashes), which the command does not have. */
export function flagHint(page: HelpPage, name: string, known: readonly string[]): Hint | undefined {
  const [verb = ''] = page.path;
  if (verb === 'run' && runFlags.includes(name)) return { key: 'runGenerator', params: { flag: name } };
  const removed = removedFlags[verb] ?? {};
  const instead = Object.hasOwn(removed, name) ? removed[name] : undefined;
  if (instead !== undefined) return { key: 'removedFlag', params: { flag: name, instead } };
  const meant = nearest(name, known);
  return meant === undefined ? undefined : { key: 'unknownFlagTypo', params: { typed: name, meant } };
}

/** What helps somebody whose manifest has a kind that none of `mappings` is. */
export function manifestHint(mappings: readonly Mapping[], apiVersion: string, kind: string): Hint | undefined {
  const same = mappings.find((mapping) => mapping.kind === kind);
  if (same !== undefined) {
    const key = /(?:alpha|beta)\d*$|^extensions\//.test(apiVersion) ? 'oldApiVersion' : 'wrongApiVersion';
    return { key, params: { kind, apiVersion, instead: apiVersionOf(same) } };
  }
  const typed = kind.toLowerCase();
  const near = mappings.find(
    ({ plural, singular, shortNames }) => plural === typed || singular === typed || shortNames.includes(typed),
  );
  const meant =
    near?.kind ??
    nearest(
      kind,
      mappings.map((mapping) => mapping.kind),
    );
  return meant === undefined ? undefined : { key: 'kindSpelling', params: { typed: kind, meant } };
}

/** What helps somebody who asked for a type that none of `mappings` is. */
export function typeHint(mappings: readonly Mapping[], type: string): Hint | undefined {
  const [typed = ''] = type.split('.');
  const known = mappings.flatMap(({ plural, singular, shortNames }) => [plural, singular, ...shortNames]);
  const meant = nearest(typed, known);
  return meant === undefined ? undefined : { key: 'unknownKindTypo', params: { typed, meant } };
}

/** Of `known` the one that is nearest to `typed`, if it is near enough to be meant. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const limit = typed.length < 5 ? 1 : 2;
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const word of known) {
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { word, distance };
  }
  return best?.word;
}

/** How many letters to add, drop or change (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...b].entries()) {
      const change = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

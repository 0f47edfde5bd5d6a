/** Which words of the terminal's output name objects of the cluster. Pure: the caller knows what exists. */
import { type Kind, kinds } from '../../api/kinds';
import type { ObjectRef } from '../stores/selectionStore';

/** What the caller knows of the cluster. */
export interface Lookup {
  /** `key` is `namespace/name`, or `name`. */
  exists(kind: Kind, key: string): boolean;
  /** The one namespace that has an object of that name; undefined if none or several have. */
  homeOf(kind: Kind, name: string): string | undefined;
}

/** A word of a line that leads to an object; `start` and `end` count UTF-16 units. */
export interface ObjectLink {
  readonly start: number;
  readonly end: number;
  readonly ref: ObjectRef;
}

const ALL = Object.keys(kinds) as Kind[]; // The table's own keys.

/** The kind that a word such as `po`, `Pods`, `deployment.apps` or `deployments.v1.apps` stands for. */
export function kindOfWord(word: string): Kind | undefined {
  const [name = '', ...rest] = word.toLowerCase().split('.');
  const group = rest.filter((part) => !/^v\d/.test(part)).join('.');
  return ALL.find((kind) => {
    const info = kinds[kind];
    const isNamed = [kind.toLowerCase(), info.plural, ...info.shortNames].includes(name);
    return isNamed && (group === '' || group === info.group);
  });
}

/** Kinds and namespace that a command line speaks of. */
export interface CommandSubject {
  readonly kinds: readonly Kind[];
  readonly namespace: string;
}

/** Reads a line such as `kubectl get po,rc -n demo`. */
export function subjectOf(line: string): CommandSubject {
  const words = line.split(/\s+/);
  let namespace = 'default';
  const found: Kind[] = [];
  for (const [index, word] of words.entries()) {
    const attached = /^(?:-n|--namespace)=?(.+)$/.exec(word)?.[1];
    if (attached !== undefined) namespace = attached;
    else if (word === '-n' || word === '--namespace') namespace = words[index + 1] ?? namespace;
    else if (index > 0 && !word.startsWith('-')) found.push(...kindsOfArgument(word));
  }
  if (/\blogs?\b|\bexec\b|\brun\b/.test(line)) found.push('Pod');
  if (/\b(?:cordon|uncordon|drain|taint)\b|\bminikube\b/.test(line)) found.push('Node');
  return { kinds: [...new Set(found)], namespace };
}

function kindsOfArgument(word: string): readonly Kind[] {
  if (word === 'all') return ALL.filter((kind) => kinds[kind].categories.includes('all'));
  return word.split(',').flatMap((part) => kindOfWord(part.split('/')[0] ?? '') ?? []);
}

/** The words of `text`, a line that was printed by the command of `subject`, that name existing objects. */
export function linksIn(
  text: string,
  { kinds: named, namespace }: CommandSubject,
  { exists, homeOf }: Lookup,
): readonly ObjectLink[] {
  const words = [...text.matchAll(/[^\s,"'`()=[\]{}<>]+/g)];
  // With -A the namespace is a word of the same row.
  const namespaces = [...words.map(([word]) => word).filter((word) => exists('Namespace', word)), namespace];
  const find = (kind: Kind, name: string): ObjectRef | undefined => {
    if (!kinds[kind].namespaced) return exists(kind, name) ? { kind, name } : undefined;
    // The kubeconfig may name another namespace: then there is often but one object of that name.
    const home = namespaces.find((candidate) => exists(kind, `${candidate}/${name}`)) ?? homeOf(kind, name);
    return home === undefined ? undefined : { kind, namespace: home, name };
  };
  return words.flatMap((match): readonly ObjectLink[] => {
    const word = match[0].replace(/[:.;]+$/, '');
    const [first = '', second] = word.split('/');
    const kind = second === undefined ? undefined : kindOfWord(first);
    if (kind !== undefined && second !== undefined) {
      const ref = find(kind, second);
      return ref === undefined ? [] : [{ start: match.index, end: match.index + word.length, ref }];
    }
    // `worker-1/192.168.49.2` of a description is a node, a bare word what the command asked for.
    for (const candidate of second === undefined ? [...named, 'Node' as const] : (['Node'] as const)) {
      const ref = find(candidate, first);
      if (ref !== undefined) return [{ start: match.index, end: match.index + first.length, ref }];
    }
    return [];
  });
}

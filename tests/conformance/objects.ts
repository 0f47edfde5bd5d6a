/** Objects as the API server hands them out: what a recording printed with `-o yaml` against what is stored here, field by field. */
import { parse } from 'yaml';
import type { Kind } from '../../src/api/kinds';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { plainLine } from '../../src/session/normalise';
import { findKind } from './words';

/** One `kubectl get KIND NAME -o yaml` of a recording. */
export interface Read {
  readonly at: number;
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name: string;
  readonly object: KubeObject;
}

/** Reads of single objects whose kind is simulated, in order, each with the second it was made. */
export function parseReads(text: string): readonly Read[] {
  let at = 0;
  return text.split(/^(?=# |\$ )/m).flatMap((block) => {
    const time = /^# t=([\d.]+)/.exec(block);
    if (time !== null) at = Number(time[1]);
    const command = /^\$ kubectl get (.*) -o yaml\n/.exec(block);
    if (command === null) return [];
    const words = (command[1] ?? '').replace(/-n \S+ ?/, '').split(/[ /]/);
    const kind = findKind(words[0] ?? '');
    const name = words[1];
    if (kind === undefined || name === undefined) return [];
    const namespace = /-n (\S+)/.exec(command[1] ?? '')?.[1];
    const object = parse(block.slice(command[0].length)) as KubeObject; // What kubectl printed.
    return [{ at, kind, name, object, ...(namespace === undefined ? {} : { namespace }) }];
  });
}

/** What an object alone has, what kubectl adds, and two inventions of the recordings' runtime: image sizes and boot ids. */
const OWN =
  /^metadata\.(uid|resourceVersion|managedFields|creationTimestamp|annotations\.kubectl\.kubernetes\.io)|sizeBytes$|\.bootID$/;

/** `path: value` for every field, with what differs between two clusters replaced. */
export function fields(object: KubeObject): readonly string[] {
  const lines: string[] = [];
  const visit = (path: string, value: unknown): void => {
    if (OWN.test(path)) return;
    if (typeof value !== 'object' || value === null) {
      lines.push(`${path}: ${valueText(value)}`);
    } else if (Object.keys(value).length === 0) {
      lines.push(`${path}: ${Array.isArray(value) ? '[]' : '{}'}`);
    } else {
      for (const [key, inner] of Object.entries(value))
        visit(Array.isArray(value) ? `${path}[${key}]` : join(path, key), inner);
    }
  };
  visit('', object);
  return lines.sort();
}

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

function valueText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return '<time>';
  return plainLine(value)
    .text.replace(/\bc\d+\w?(?=$|\/)/, 'default')
    .replace(/_c\d+\w?\(/g, '_default(')
    .replace(/^(ReplicaSet "\S+-)[0-9a-z]{9,10}"/, '$1<hash>"');
}

/** Fields that only one of the two has, as `- wanted` and `+ got`. */
export function compareObjects(want: KubeObject, got: KubeObject): readonly string[] {
  const [wanted, played] = [fields(want), fields(got)];
  return [
    ...wanted.filter((line) => !played.includes(line)).map((line) => `- ${line}`),
    ...played.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`),
  ];
}

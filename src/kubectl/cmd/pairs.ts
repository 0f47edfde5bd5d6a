/**
 * Arguments that name objects and then changes: `pod a b tier=front app-`.
 * Models GetResourcesAndPairs and ParsePairs of staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go (v1.36.3).
 */
import { CommandError } from '../errors';

/** The words before the first change, and the changes. Throws CommandError where an object follows a change. */
export function splitPairs(
  args: readonly string[],
  what: string,
): { readonly resources: readonly string[]; readonly pairs: readonly string[] } {
  const isPair = (word: string) => word.indexOf('=') > 0 || (word.endsWith('-') && word !== '-');
  const first = args.findIndex(isPair);
  if (first < 0) return { resources: args, pairs: [] };
  const stray = args.slice(first).find((word) => !isPair(word));
  if (stray !== undefined) {
    throw new CommandError(`all resources must be specified before ${what} changes: ${stray}`);
  }
  return { resources: args.slice(0, first), pairs: args.slice(first) };
}

/** What pairs say: values by key, and (of `key-`) the keys to remove. Throws CommandError for a pair that is none. */
export function parsePairs(
  pairs: readonly string[],
  what: string,
  removes: boolean,
): { readonly values: ReadonlyMap<string, string>; readonly removed: readonly string[] } {
  const values = new Map<string, string>();
  const removed: string[] = [];
  const wrong: string[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at > 0) values.set(pair.slice(0, at), pair.slice(at + 1));
    else if (removes && pair.endsWith('-') && pair !== '-') removed.push(pair.slice(0, -1));
    else wrong.push(pair);
  }
  if (wrong.length > 0) throw new CommandError(`invalid ${what} format: ${wrong.join(', ')}`);
  return { values, removed };
}

/** Words of kubectl's command line. */
import { type Kind, kinds } from '../../src/api/kinds';

/** The kind that `word` stands for: `pods`, `po`, `pod`. Undefined where it is not simulated. */
export function findKind(word: string): Kind | undefined {
  return Object.values(kinds).find(
    ({ plural, shortNames, kind }) => plural === word || shortNames.includes(word) || kind.toLowerCase() === word,
  )?.kind;
}

/** As findKind; throws where there is none. */
export function kindByWord(word: string): Kind {
  const found = findKind(word);
  if (found === undefined) throw new Error(`no kind ${word}`);
  return found;
}

/** A kind as kubectl prints it before a name: `deployment.apps`. */
export function resourceName(kind: Kind): string {
  const { group } = kinds[kind];
  return kind.toLowerCase() + (group === '' ? '' : `.${group}`);
}

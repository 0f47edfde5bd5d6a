/** The kinds that words of kubectl's command line stand for. */
import { type Kind, kinds } from '../../src/api/kinds';

/** The kind of `pods`, `po`, `pod`. Undefined where it is not simulated. */
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

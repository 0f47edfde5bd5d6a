/** What a branch is called: by the name that a person gave it, or after the deed that began it, in the reader's language. */
import type { Branch } from '../../client/history';
import type { Fault } from '../../client/simulation';
import type { Translate } from '../i18n/text';
import { FAULT_WORDS } from '../timeline/faultWords';

/** As the engine names a branch that undo began: `without delete pod kubia-x`. */
const WITHOUT = 'without ';
/** Faults by the words in which the engine names a branch after them, longer ones first: `remove node file`, `remove node`. */
const FAULTS = Object.keys(FAULT_WORDS)
  .map((type) => ({
    type: type as Fault['type'], // The keys of a record of all of them.
    words: type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  }))
  .sort((left, right) => right.words.length - left.words.length);

/** Names that people gave, and deeds that are spelled as kubectl spells them, stay as they are. */
export function branchName({ name, isNamed, from }: Pick<Branch, 'name' | 'isNamed' | 'from'>, t: Translate): string {
  if (isNamed === true || from === undefined) return name;
  if (!name.startsWith(WITHOUT)) return deedName(name, t);
  return t('branches.without', { what: deedName(name.slice(WITHOUT.length), t) });
}

function deedName(name: string, t: Translate): string {
  const found = FAULTS.find(({ words }) => name === words || name.startsWith(`${words} `));
  return found === undefined ? name : `${t(FAULT_WORDS[found.type])}${name.slice(found.words.length)}`;
}

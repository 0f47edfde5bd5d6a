/**
 * Which command a line means, before its flags are read.
 * Models Command.Find and SuggestionsFor of github.com/spf13/cobra v1.10.2.
 */
import { editDistance } from '../mistakes';
import type { FlagDefinition } from './flagKinds';
import { flagsOf, type HelpPage, pageOf } from './page';

/** The command that a line names, and what is left of the line. */
export interface Found {
  readonly page: HelpPage;
  /** The line without the words that name the command. */
  readonly argv: readonly string[];
  /** The first word that is neither flag nor command. */
  readonly nextWord: string | undefined;
}

/** The deepest command that the words name. Flags may stand before and between them. */
export function findCommand(argv: readonly string[]): Found {
  let page = rootPage();
  let rest = argv;
  for (;;) {
    const [at, nextWord] = firstWord(rest, flagsOf(page));
    const next = nextWord === undefined ? undefined : subcommand(page, nextWord);
    if (next === undefined) return { page, argv: rest, nextWord };
    page = next;
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
  }
}

/** The page of kubectl itself. */
export function rootPage(): HelpPage {
  const page = pageOf([]);
  if (page === undefined) throw new Error('the help page of kubectl is missing');
  return page;
}

/** The command below `page` that `word` or an alias of it names. */
export function subcommand(page: HelpPage, word: string): HelpPage | undefined {
  const own = pageOf([...page.path, word]);
  if (own !== undefined) return own;
  return page.subcommands
    .map(({ name }) => pageOf([...page.path, name]))
    .find((candidate) => candidate?.aliases.includes(word));
}

/** Where the first word stands that is no flag and no flag's value. */
function firstWord(
  argv: readonly string[],
  flags: readonly FlagDefinition[],
): readonly [at: number, word: string | undefined] {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') break;
    if (takesNext(word, flags)) at++;
    else if (word !== '' && !word.startsWith('-')) return [at, word];
  }
  return [argv.length, undefined];
}

/** Flags that are not known here are taken to have a value, as cobra does; help is known everywhere. */
function takesNext(word: string, flags: readonly FlagDefinition[]): boolean {
  if (!word.startsWith('-') || word.includes('=')) return false;
  if (word === '--help' || word === '-h') return false;
  if (word.startsWith('--')) return flags.find(({ name }) => name === word.slice(2))?.noOptionDefault === undefined;
  if (word.length !== 2) return false;
  return flags.find(({ shorthand }) => shorthand === word.slice(1))?.noOptionDefault === undefined;
}

/** Commands that nobody knows by these names, and what is meant. */
const otherNames: Readonly<Record<string, string>> = {
  list: 'get',
  ls: 'get',
  inspect: 'describe',
  rm: 'delete',
  remove: 'delete',
  stats: 'top',
};

/** Those at the end of kubectl's page stand in another order in its command tree. */
const lastCommands = ['config', 'plugin', 'version', 'api-versions', 'api-resources', 'options', 'kuberc'];

/** Commands of kubectl that `word` may be meant for, in the order of kubectl's command tree. */
export function suggestionsFor(word: string): readonly string[] {
  const typed = word.toLowerCase();
  const first = rootPage()
    .subcommands.map(({ name }) => name)
    .filter((name) => !lastCommands.includes(name));
  return [...first, ...lastCommands].filter(
    (name) => editDistance(typed, name) <= 2 || name.startsWith(typed) || otherNames[typed] === name,
  );
}

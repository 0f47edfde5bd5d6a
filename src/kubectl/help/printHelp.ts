/**
 * `kubectl help X`, `--help`, and kubectl alone.
 * Models the help command of github.com/spf13/cobra v1.10.2 with the templates of kubectl v1.36.3.
 */
import type { Environment, Io } from '../environment';
import { rootPage, subcommand } from './commandTree';
import type { HelpPage } from './page';

/** Prints a page. Where the command is missing here (`isSimulated` false), a hint says so. Resolves with 0. */
export async function printHelp(page: HelpPage, isSimulated: boolean, io: Io, env: Environment): Promise<number> {
  // Its help template is empty: only `kubectl options` itself prints the page.
  if (page.path[0] === 'options') return 0;
  await io.out(textFor(page, env));
  if (!isSimulated && page.subcommands.length === 0) {
    io.hint({ key: 'commandNotSimulated', params: { command: `kubectl ${page.path.join(' ')}` } });
  }
  return 0;
}

/** The page with what depends on the surroundings: the default of --cache-dir. */
export function textFor(page: HelpPage, { variables }: Environment): string {
  return page.text.replace("--cache-dir='$HOME/", `--cache-dir='${variables.HOME ?? ''}/`);
}

/** `help rollout status`. Words after the last known command do not count; an unknown first one is told. */
export async function printHelpTopic(
  words: readonly string[],
  isSimulated: (path: readonly string[]) => boolean,
  io: Io,
  env: Environment,
): Promise<number> {
  let page = rootPage();
  for (const word of words) {
    if (word.startsWith('-')) continue;
    const next = subcommand(page, word);
    if (next === undefined) break;
    page = next;
  }
  const first = words.find((word) => !word.startsWith('-'));
  if (page.path.length > 0 || first === undefined) return printHelp(page, isSimulated(page.path), io, env);
  // The usage of kubectl is its page without the words at the top.
  const usage = page.text.slice(page.text.indexOf('\n\nBasic Commands') + 2);
  await io.err(`Unknown help topic [\`${first}\`]\n\n\n${usage}`);
  return 0;
}

/**
 * Help pages of kubectl, and what they define: a command's flags, aliases and subcommands.
 * A page is the recorded text of `kubectl ... --help` (v1.36.3); what a page cannot tell is in flagKinds.ts.
 */
import recordedPages from '../../../generated/kubectlHelp.json';
import { type FlagDefinition, definitionOf, hiddenFlags } from './flagKinds';

/** A page, and what it defines. */
export interface HelpPage {
  /** Words after `kubectl`; none for kubectl itself. */
  readonly path: readonly string[];
  /** The page as printed. */
  readonly text: string;
  /** Other names of the last word: `svc` for `create service`. */
  readonly aliases: readonly string[];
  /** What the first line says of it. */
  readonly summary: string;
  /** Flags of this command alone; the global ones are those of `options`. */
  readonly flags: readonly FlagDefinition[];
  /** Last words of its subcommands and what the page says of each. */
  readonly subcommands: readonly Subcommand[];
}

/** One line of a page's list of commands. */
export interface Subcommand {
  readonly name: string;
  readonly summary: string;
}

const texts: Readonly<Record<string, string>> = recordedPages;
const parsed = new Map<string, HelpPage>();

/** Paths of all commands that have a page. */
export const pagePaths: readonly (readonly string[])[] = Object.keys(texts).map((words) =>
  words.split(' ').filter(Boolean),
);

/** The page of a command by its whole path, undefined if kubectl has no such command. */
export function pageOf(path: readonly string[]): HelpPage | undefined {
  const words = path.join(' ');
  const known = parsed.get(words);
  const text = texts[words];
  if (known !== undefined || text === undefined || !Object.hasOwn(texts, words)) return known;
  const page = parsePage(path, text);
  parsed.set(words, page);
  return page;
}

/** Flags that every command takes, from the page of `kubectl options`. */
export function globalFlags(): readonly FlagDefinition[] {
  return pageOf(['options'])?.flags ?? [];
}

/** All flags that a command takes. Its own hide global ones of the same name, and their shorthands with them. */
export function flagsOf({ flags }: HelpPage): readonly FlagDefinition[] {
  const own = new Set(flags.map(({ name }) => name));
  return [...globalFlags().filter(({ name }) => !own.has(name)), ...flags];
}

/** Reads a page. Exported for its test. */
export function parsePage(path: readonly string[], text: string): HelpPage {
  const lines = text.split('\n');
  return {
    path,
    text,
    aliases: aliasesOf(lines),
    summary: lines[0] ?? '',
    flags: [...optionsOf(lines, path), ...hiddenFlags(path)],
    subcommands: subcommandsOf(lines),
  };
}

function aliasesOf(lines: readonly string[]): readonly string[] {
  const at = lines.indexOf('Aliases:');
  return at < 0 ? [] : (lines[at + 1] ?? '').split(', ').slice(1);
}

/** `    -o, --output='':` and, one line below, what it means. */
function optionsOf(lines: readonly string[], path: readonly string[]): readonly FlagDefinition[] {
  const flags: FlagDefinition[] = [];
  for (const [index, line] of lines.entries()) {
    const found = /^ {4}(?:-(\w), )?--([a-z][a-z0-9-]*)=(.*):$/.exec(line);
    if (found === null) continue;
    const [, shorthand, name = '', written = ''] = found;
    const usage = (lines[index + 1] ?? '').trim();
    flags.push(definitionOf(path, { name, shorthand, written, usage }));
  }
  return flags;
}

/** Lines of two columns under `Available Commands:` and `Basic Commands (Beginner):`. */
function subcommandsOf(lines: readonly string[]): readonly Subcommand[] {
  const found: Subcommand[] = [];
  let isList = false;
  for (const line of lines) {
    if (/^[A-Z][\w ,]*Commands(?: \(\w+\))?:$/.test(line)) isList = true;
    else if (line === '') isList = false;
    else if (isList) {
      const [, name, summary = ''] = /^ {2}([a-z][a-z-]*) +(.*)$/.exec(line) ?? [];
      if (name !== undefined) found.push({ name, summary });
    }
  }
  return found;
}

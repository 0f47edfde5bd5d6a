/**
 * What Tab offers after `kubectl ...`: verbs, flags and their values, kinds, names of objects.
 * Models the __complete command of github.com/spf13/cobra v1.10.2 with kubectl/pkg/util/completion (v1.36.3).
 */
import { commands } from '../cmd/registry';
import type { Invocation } from '../command';
import type { Environment, Io } from '../environment';
import { FlagError, parseFlags } from '../flags/parseFlags';
import { findCommand, rootPage, subcommand } from '../help/commandTree';
import { type FlagDefinition, requiredFlags } from '../help/flagKinds';
import { flagsOf, type HelpPage } from '../help/page';
import { createInvocation } from '../invocation';
import { argumentsOf } from './arguments';
import { attachedValue, flagNames, flagValues, pendingFlag } from './flags';

/**
 * Words that may follow on the command line, for Tab: `words` are those written after `kubectl`, the last one unfinished.
 * Never rejects: where a server or file is missing, nothing is offered. Nothing is printed.
 */
export async function completeKubectl(words: readonly string[], io: Io, env: Environment): Promise<readonly string[]> {
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? '';
  if (before[0] === 'help') return topics(before.slice(1), word);
  const { page, argv } = findCommand(before);
  const flags = flagsOf(page);
  const silent: Io = { ...io, out: () => {}, err: () => {}, hint: () => {} };
  const pending = pendingFlag(flags, argv);
  const written = pending === undefined ? argv : argv.slice(0, -1);
  const invocation = invocationOf(page, flags, written, silent, env);
  if (invocation === undefined) return [];
  const found = await orNothing(() => candidates({ page, flags, written, pending, word, invocation }));
  return [...new Set(found)].filter((candidate) => candidate.startsWith(word));
}

interface Question {
  readonly page: HelpPage;
  readonly flags: readonly FlagDefinition[];
  /** Words of the command without the unfinished one, and without a flag that waits for it. */
  readonly written: readonly string[];
  /** The flag whose value the unfinished word is. */
  readonly pending: FlagDefinition | undefined;
  readonly word: string;
  readonly invocation: Invocation;
}

async function candidates({ page, flags, written, pending, word, invocation }: Question): Promise<readonly string[]> {
  if (pending !== undefined) return flagValues(pending, word, page, invocation);
  const isAfterDash = written.includes('--');
  const required = isAfterDash ? [] : requiredFlags(page.path).filter((name) => !invocation.flags.changed(name));
  if (word.startsWith('-') && !isAfterDash) {
    const attached = attachedValue(flags, word);
    if (attached === undefined) {
      const first = required.map((name) => `--${name}`).filter((name) => name.startsWith(word));
      return first.length > 0 ? first : flagNames(flags, word, invocation.flags);
    }
    const { flag, before, value } = attached;
    return (await flagValues(flag, value, page, invocation)).map((each) => before + each);
  }
  const subcommands = invocation.args.length === 0 && !isAfterDash ? subcommandsOf(page) : [];
  const own = commands.find(({ path }) => path.join(' ') === page.path.join(' '));
  const offered = word === '' ? required.map((name) => `--${name}`) : [];
  const words = await orNothing(async () =>
    own?.complete === undefined ? argumentsOf(page.path, invocation, word) : own.complete(invocation, word),
  );
  return [...subcommands, ...offered, ...words];
}

/** What `find` finds; nothing without a server, a kubeconfig, or such a kind. */
async function orNothing(find: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error; // A fault of ours.
    return [];
  }
}

/** Also the two of kubectl that its page does not list. */
function subcommandsOf({ path, subcommands }: HelpPage): readonly string[] {
  const listed = subcommands.map(({ name }) => name);
  return path.length === 0 ? [...listed, 'help', 'options'] : listed;
}

function invocationOf(
  page: HelpPage,
  flags: readonly FlagDefinition[],
  argv: readonly string[],
  io: Io,
  env: Environment,
): Invocation | undefined {
  try {
    const ownFlags = new Set(page.flags.map(({ name }) => name));
    const parsed = parseFlags(flags, argv);
    return createInvocation({ path: page.path, parsed, ownFlags, io, env, run: () => Promise.resolve(1) });
  } catch (error) {
    if (error instanceof FlagError) return undefined;
    throw error;
  }
}

/** `help rollout <Tab>`. */
function topics(before: readonly string[], word: string): readonly string[] {
  let page = rootPage();
  for (const name of before) {
    const next = subcommand(page, name);
    if (next === undefined) return [];
    page = next;
  }
  return page.subcommands.map(({ name }) => name).filter((name) => name.startsWith(word));
}

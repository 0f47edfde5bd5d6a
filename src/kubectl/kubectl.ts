/**
 * kubectl 1.36 as a function: arguments in, text and an exit code out.
 * Knows the Kubernetes API and nothing of the simulation, so it works on any API server.
 */
import { commands } from './cmd/registry';
import type { Command, Invocation } from './command';
import { ConnectionError, type Environment, type Io } from './environment';
import { CommandError, ExitError, UsageError } from './errors';
import { type ErrorText, errorText } from './errorText';
import { FlagError, parseFlags } from './flags/parseFlags';
import { findCommand, suggestionsFor } from './help/commandTree';
import { requiredFlags } from './help/flagKinds';
import { printHelp, printHelpTopic } from './help/printHelp';
import { flagsOf, type HelpPage } from './help/page';
import { queueHints } from './hintQueue';
import { createInvocation } from './invocation';
import { commandHint, flagHint } from './mistakes';
import { podHint } from './podHint';

/** Runs one command. `argv` is what stands after `kubectl`. Never rejects: errors are printed to `io.err`. */
export async function kubectl(argv: readonly string[], io: Io, env: Environment): Promise<number> {
  const hints = queueHints(io);
  const { page, argv: rest, nextWord } = findCommand(argv);
  try {
    if (page.path.length > 0 || nextWord === undefined) return await runPage(page, rest, hints.io, env);
    if (nextWord !== 'help') throw unknownCommand(nextWord, hints.io);
    return await printHelpTopic(rest.slice(rest.indexOf('help') + 1), isSimulated, hints.io, env);
  } catch (error) {
    hintAt(error, page, hints.io);
    const { text, code } = printed(error, page);
    if (text !== '') await hints.io.err(text);
    return code;
  } finally {
    hints.flush();
  }
}

/** A fault of ours is told as such, so that the terminal goes on. */
function printed(error: unknown, { path }: HelpPage): ErrorText {
  try {
    const { text, code } = errorText(error, ['kubectl', ...path].join(' '));
    const isDifference = path[0] !== 'diff' || error instanceof ExitError; // Of diff, 1 means that something differs.
    return { text, code: isDifference ? code : 2 };
  } catch (fault) {
    return { text: `error: kubeloop: this is a fault of kubeloop, not yours: ${String(fault)}\n`, code: 1 };
  }
}

async function runPage(page: HelpPage, argv: readonly string[], io: Io, env: Environment): Promise<number> {
  const parsed = parseFlags(flagsOf(page), argv);
  for (const notice of parsed.notices) await io.err(`${notice}\n`);
  if (page.flags.some(({ name }) => name === 'record') && parsed.flags.changed('record'))
    io.hint({ key: 'recordFlag' });
  const command = commandOf(page.path);
  if (parsed.isHelp) return printHelp(page, command !== undefined, io, env);
  if (command === undefined) return runWithoutCommand(page, parsed.args, io, env);
  const missing = requiredFlags(page.path).filter((name) => !parsed.flags.changed(name));
  if (missing.length > 0) {
    throw new CommandError(`required flag(s) ${missing.map((name) => `"${name}"`).join(', ')} not set`);
  }
  const invocation = createInvocation({
    path: page.path,
    parsed,
    ownFlags: new Set(page.flags.map(({ name }) => name)),
    io,
    env,
    run: (other) => kubectl(other, io, env),
  });
  const code = (await runHelpfully(command, invocation)) ?? 0;
  const { warningCount } = invocation;
  if (warningCount > 0 && parsed.flags.bool('warnings-as-errors')) {
    throw new CommandError(`${warningCount} warning${warningCount === 1 ? '' : 's'} received`);
  }
  return code;
}

async function runHelpfully(command: Command, invocation: Invocation): Promise<number | void> {
  try {
    return await command.run(invocation);
  } catch (error) {
    const hint = await podHint(invocation, error);
    if (hint !== undefined) invocation.io.hint(hint);
    throw error;
  }
}

function commandOf(path: readonly string[]): Command | undefined {
  const words = path.join(' ');
  return commands.find((command) => command.path.join(' ') === words);
}

function isSimulated(path: readonly string[]): boolean {
  return path.length === 0 || commandOf(path) !== undefined;
}

/** Groups such as `kubectl rollout` tell what is in them; they end well only where kubectl's author forgot to say otherwise. */
async function runWithoutCommand(page: HelpPage, args: readonly string[], io: Io, env: Environment): Promise<number> {
  const name = page.path.join(' ');
  const commandPath = `kubectl ${name}`;
  if (name === '' || name === 'certificate') return printHelp(page, true, io, env);
  if (page.subcommands.length === 0) throw new CommandError(`kubeloop: ${commandPath} is not simulated`);
  if (args.length > 0) throw new UsageError(commandPath, `unknown command ${JSON.stringify(args.join(' '))}`);
  await (name === 'rollout' ? io.out(page.text) : io.err(page.text));
  return 1;
}

function unknownCommand(word: string, io: Io): CommandError {
  const suggestions = suggestionsFor(word);
  const hint = commandHint(word, suggestions);
  if (hint !== undefined) io.hint(hint);
  const more =
    suggestions.length === 0 ? '' : `\n\nDid you mean this?\n${suggestions.map((name) => `\t${name}\n`).join('')}`;
  return new CommandError(`unknown command ${JSON.stringify(word)} for "kubectl"${more}`);
}

/** Helps with what went wrong before any command began. */
function hintAt(error: unknown, page: HelpPage, io: Io): void {
  if (error instanceof ConnectionError) io.hint({ key: 'serverUnreachable' });
  if (!(error instanceof FlagError) || error.unknownFlag === undefined) return;
  const known = flagsOf(page).map(({ name }) => name);
  const hint = flagHint(page, error.unknownFlag, known);
  if (hint !== undefined) io.hint(hint);
}

/**
 * kubectl 1.36 as a function: arguments in, text and an exit code out.
 * Knows the Kubernetes API and nothing of the simulation, so it works on any API server.
 */
import { commands } from './cmd/registry';
import type { Command } from './command';
import { ConnectionError, type Environment, type Io } from './environment';
import { CommandError, ExitError, UsageError } from './errors';
import { errorText } from './errorText';
import { FlagError, parseFlags } from './flags/parseFlags';
import { findCommand, suggestionsFor } from './help/commandTree';
import { requiredFlags } from './help/flagKinds';
import { printHelp, printHelpTopic } from './help/printHelp';
import { globalFlags, type HelpPage } from './help/page';
import { createInvocation } from './invocation';
import { commandHint, flagHint } from './mistakes';

/** Runs one command. `argv` is what stands after `kubectl`. Never rejects: errors are printed to `io.err`. */
export async function kubectl(argv: readonly string[], io: Io, env: Environment): Promise<number> {
  const { page, argv: rest, nextWord } = findCommand(argv);
  const commandPath = ['kubectl', ...page.path].join(' ');
  try {
    if (page.path.length === 0 && nextWord === 'help') {
      return await printHelpTopic(rest.slice(rest.indexOf('help') + 1), isSimulated, io, env);
    }
    if (page.path.length === 0 && nextWord !== undefined) throw unknownCommand(nextWord, io);
    return await runPage(page, rest, io, env);
  } catch (error) {
    hintAt(error, page, io);
    const { text, code } = errorText(error, commandPath);
    if (text !== '') await io.err(text);
    return commandPath === 'kubectl diff' && code === 1 && !(error instanceof ExitError) ? 2 : code;
  }
}

async function runPage(page: HelpPage, argv: readonly string[], io: Io, env: Environment): Promise<number> {
  const parsed = parseFlags([...globalFlags(), ...page.flags], argv);
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
  const code = (await command.run(invocation)) ?? 0;
  const { warningCount } = invocation;
  if (warningCount > 0 && parsed.flags.bool('warnings-as-errors')) {
    throw new CommandError(`${warningCount} warning${warningCount === 1 ? '' : 's'} received`);
  }
  return code;
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
  const known = [...page.flags, ...globalFlags()].map(({ name }) => name);
  const hint = flagHint(page, error.unknownFlag, known);
  if (hint !== undefined) io.hint(hint);
}

/**
 * The flags of verbs that write: --dry-run and --validate, and the NAME of generators.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go (v1.36.3).
 */
import type { Invocation } from '../command';
import { CommandError, UsageError } from '../errors';
import { klog } from '../klog';
import type { DryRun } from '../printers/name';
import { goBool } from './goNumbers';

/** What `--dry-run` asks for. The bare and the boolean form are warned of. Throws CommandError for other words. */
export function dryRunOf({ flags, io, env }: Invocation): DryRun {
  const value = flags.string('dry-run');
  const warn = (line: number, text: string) => klog('W', `helpers.go:${line}`, text, io, env);
  const boolean = goBool(value);
  if (boolean !== undefined) {
    const instead = boolean ? 'client' : 'none';
    const line = boolean ? 733 : 736;
    io.hint({ key: 'dryRunWithoutValue', params: { instead: `--dry-run=${instead}` } });
    warn(line, `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${instead}.`);
    return instead;
  }
  if (value === 'none' || value === 'client' || value === 'server') return value;
  if (value === 'unchanged') {
    io.hint({ key: 'dryRunWithoutValue', params: { instead: '--dry-run=client' } });
    warn(719, '--dry-run is deprecated and can be replaced with --dry-run=client.');
    return 'client';
  }
  throw new CommandError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** What `--validate` asks the server to do about unknown fields. Throws CommandError for other words. */
export function fieldValidationOf({ flags }: Invocation): 'Strict' | 'Warn' | 'Ignore' {
  const value = flags.string('validate');
  const boolean = goBool(value);
  if (value === 'strict' || boolean === true) return 'Strict';
  if (value === 'warn') return 'Warn';
  if (value === 'ignore' || boolean === false) return 'Ignore';
  throw new CommandError(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}

/** The one NAME before `--`. Throws UsageError: `exactly one NAME is required, got 2`. */
export function nameOf({ args, argsBeforeDash, commandPath }: Invocation): string {
  const count = argsBeforeDash ?? args.length;
  const [name] = args;
  if (count !== 1 || name === undefined) {
    throw new UsageError(commandPath, `exactly one NAME is required, got ${count}`);
  }
  return name;
}

/**
 * The flags with which objects are deleted: --cascade, --grace-period, --force, --timeout, --wait. `delete`, `replace`
 * and `apply` have them.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/delete/delete_flags.go and parseCascadingFlag of delete.go (v1.36.3).
 */
import type { Invocation } from '../command';
import { CommandError } from '../errors';
import type { Cascade } from '../resource/deletion';
import { goBool } from './goNumbers';

const cascades: Readonly<Record<string, Cascade>> = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
};

/** What `--cascade` asks for. Warns of its old boolean form. Throws CommandError for other words. */
export function cascadeOf({ flags, io }: Invocation): Cascade {
  const value = flags.string('cascade');
  const boolean = goBool(value);
  if (boolean === undefined) {
    const cascade = Object.hasOwn(cascades, value) ? cascades[value] : undefined;
    if (cascade !== undefined) return cascade;
    throw new CommandError(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
  }
  const instead = boolean ? 'background' : 'orphan';
  void io.err(
    `warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${instead}.\n`,
  );
  io.hint({ key: 'cascadeBoolean', params: { instead: `--cascade=${instead}` } });
  return boolean ? 'Background' : 'Orphan';
}

/** Refuses flags that this kubectl does not carry out, when they are written. */
export function refuseFlags({ flags }: Invocation, names: readonly string[]): void {
  const name = names.find((each) => flags.changed(each));
  if (name !== undefined) throw new CommandError(`kubeloop: --${name} is not simulated`);
}

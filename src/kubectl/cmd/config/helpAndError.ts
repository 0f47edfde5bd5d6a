/** The help page of a command and, below it, what was wrong. Models helpErrorf of kubectl/pkg/cmd/config/config.go (v1.36.3). */
import type { Invocation } from '../../command';
import { CommandError } from '../../errors';
import { pageOf } from '../../help/page';

/** Prints the page to standard output and throws the error. */
export async function helpAndError({ commandPath, io }: Invocation, message: string): Promise<never> {
  await io.out(pageOf(commandPath.split(' ').slice(1))?.text ?? '');
  throw new CommandError(message);
}

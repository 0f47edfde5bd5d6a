/**
 * `kubectl completion SHELL`. Models staging/src/k8s.io/kubectl/pkg/cmd/completion/completion.go (v1.36.3).
 * Left out: the scripts themselves. The shell here asks completeKubectl, so there is nothing to load.
 */
import type { Command } from '../command';
import { UsageError } from '../errors';

/** Says, as a comment that any shell may load, that completion is there already. */
export const completion: Command = {
  path: ['completion'],
  async run({ args, io, commandPath }) {
    const [shell] = args;
    if (shell === undefined) throw new UsageError(commandPath, 'Shell not specified.');
    if (args.length > 1) throw new UsageError(commandPath, 'Too many arguments. Expected only the shell type.');
    if (!['bash', 'zsh', 'fish', 'powershell'].includes(shell)) {
      throw new UsageError(commandPath, `Unsupported shell type ${JSON.stringify(shell)}.`);
    }
    await io.out(
      `# kubeloop: the terminal of this page completes kubectl by itself; no script for ${shell} is needed.\n`,
    );
  },
};

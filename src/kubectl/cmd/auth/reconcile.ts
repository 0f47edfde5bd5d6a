/** `kubectl auth reconcile`, which is refused: it merges roles, and roles decide nothing on a simulated cluster. */
import type { Command } from '../../command';
import { CommandError } from '../../errors';

/** Always fails, and says why. */
export const reconcile: Command = {
  path: ['auth', 'reconcile'],
  run: () =>
    Promise.reject(
      new CommandError('kubeloop: auth reconcile is not simulated; use kubectl apply for roles and bindings'),
    ),
};

/** `kubectl debug`: refused. Models the first check of staging/src/k8s.io/kubectl/pkg/cmd/debug/debug.go (v1.36.3). */
import type { Command } from '../command';
import { CommandError } from '../errors';

/** Ephemeral containers and copies of pods for debugging are not simulated. */
export const debug: Command = {
  path: ['debug'],
  async run({ flags }) {
    if (flags.string('image') === '' && flags.string('copy-to') === '') {
      throw new CommandError('you must specify --image when not using --copy-to.');
    }
    throw new CommandError(
      'kubeloop: kubectl debug is not simulated: containers here do not take ephemeral companions',
    );
  },
};

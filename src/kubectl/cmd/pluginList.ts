/** `kubectl plugin list`. Models staging/src/k8s.io/kubectl/pkg/cmd/plugin/plugin.go (v1.36.3). */
import type { Command } from '../command';
import { CommandError } from '../errors';

/** There are no programs here that could be plugins. */
export const pluginList: Command = {
  path: ['plugin', 'list'],
  run() {
    return Promise.reject(new CommandError('unable to find any kubectl plugins in your PATH'));
  },
};

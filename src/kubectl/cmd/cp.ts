/**
 * `kubectl cp SRC DEST`: refused, because simulated containers have no `tar` and no files to pack with it.
 * Models the checks of staging/src/k8s.io/kubectl/pkg/cmd/cp/cp.go (v1.36.3).
 */
import type { Command } from '../command';
import { CommandError } from '../errors';
import { FileError } from '../environment';

/** Checks its words as the real one does, then says why nothing is copied. */
export const cp: Command = {
  path: ['cp'],
  async run(invocation) {
    const { args, env } = invocation;
    const [source = '', destination = ''] = args;
    if (args.length !== 2) throw new CommandError('source and destination are required');
    const isFrom = isRemote(source);
    const isTo = isRemote(destination);
    if (isFrom && isTo) throw new CommandError('one of src or dest must be a local file specification');
    if (!isFrom && !isTo) throw new CommandError('one of src or dest must be a remote file specification');
    if (isTo && !(await exists(env.files, source))) {
      throw new CommandError(`${source} doesn't exist in local filesystem`);
    }
    throw new CommandError(
      'kubeloop: kubectl cp is not simulated: it packs files with the tar of the container, and containers here have none. Use kubectl exec to look into a container.',
    );
  },
};

/** `[namespace/]pod:path` */
function isRemote(spec: string): boolean {
  return spec.indexOf(':') > 0;
}

async function exists(
  files: { read(path: string): Promise<string>; isFolder(path: string): Promise<boolean> },
  path: string,
): Promise<boolean> {
  if (await files.isFolder(path)) return true;
  try {
    await files.read(path);
    return true;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

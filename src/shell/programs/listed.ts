/** What the cluster has, for programs that look at it by kubectl. */
import type { Io } from '../../kubectl/environment';
import { kubectl } from '../../kubectl/kubectl';
import type { World } from '../shell';
import { collectingIo } from '../streams';

/** All objects of a resource, of every namespace; T must be what the resource holds. None where kubectl is refused. */
export async function listed<T>(resource: string, io: Io, world: World): Promise<readonly T[]> {
  const { io: quiet, text } = collectingIo(io);
  const argv = ['get', resource, '--all-namespaces', '-o', 'json'];
  if ((await kubectl(argv, quiet, world)) !== 0) return [];
  const { items } = JSON.parse(text()) as { readonly items: readonly T[] }; // kubectl's own list of them.
  return items;
}

/** Makes a container out of what the kubelet asks for and what its image says. Models CreateContainer of containerd 2.2. */
import { parseReference, repositoryOf } from '../../api/meta/imageReference';
import type { Clock } from '../../sim/clock';
import { imageOf } from '../images/imageOf';
import type { ContainerConfig, ContainerRecord, CreateResult } from './containerRuntime';
import type { ContainerRow, ContainerTable } from './containerTable';
import type { ImageStore } from './imageStore';
import type { ImageBehaviour } from './process';

const NO_COMMAND =
  'failed to create containerd container: failed to generate container spec: failed to generate spec: no command specified';

interface Parts {
  readonly clock: Clock;
  readonly table: ContainerTable;
  readonly images: ImageStore;
  newId(): string;
}

/** Notes the container in the table; the answer is the runtime's, with its words where it cannot be made. */
export function newContainer(config: ContainerConfig, { clock, table, images, newId }: Parts): CreateResult {
  const sandbox = table.sandboxOf(config.podUid);
  if (!sandbox) return { type: 'error', message: `failed to find sandbox for pod "${config.podUid}": not found` };
  const status = images.status(config.image);
  const found = imageNamed(images, config.image);
  if (!status || !found) return { type: 'error', message: `failed to resolve image "${config.image}": not found` };
  const { behaviour: image, own } = found;
  const entrypoint = config.command?.length ? config.command : (image.entrypoint ?? []);
  const rest = config.args?.length ? config.args : config.command?.length ? [] : (image.cmd ?? []);
  const argv = [...entrypoint, ...rest];
  if (argv.length === 0) return { type: 'error', message: NO_COMMAND };
  const id = newId();
  const gid = config.user?.gid ?? 0;
  const groups = config.user?.groups ?? [];
  const record: ContainerRecord = {
    id,
    podUid: config.podUid,
    name: config.name,
    attempt: config.attempt,
    image: status.image,
    imageRef: status.imageID,
    imageID: status.imageID,
    specHash: config.specHash,
    state: 'created',
    createdAt: clock.now(),
    resources: config.resources,
    user: { uid: config.user?.uid ?? image.uid ?? 0, gid, supplementalGroups: [gid, ...groups] },
  };
  const sandboxId = sandbox.sandbox.id;
  table.containers.set(id, { record, config, argv, sandboxId, ...own, repository: image.image });
  const pod = table.pods.get(config.podUid);
  table.pods.set(config.podUid, {
    sandboxIds: pod?.sandboxIds ?? [],
    containerIds: [...(pod?.containerIds ?? []), id],
  });
  return { type: 'ok', id };
}

/** What an image is to a new container: its name in the table, with a definition of its own if it has one. */
type OwnImage = Pick<ContainerRow, 'repository' | 'tag' | 'definition'>;

/** What the image of that name does; undefined if there is none. */
export function imageNamed(
  images: ImageStore,
  name: string,
): { readonly behaviour: ImageBehaviour; readonly own: OwnImage } | undefined {
  const reference = parseReference(name);
  if ('cause' in reference) return undefined;
  const definition = images.definition(reference);
  const { tag = '' } = reference;
  const own = { repository: repositoryOf(reference), tag, ...(definition === undefined ? {} : { definition }) };
  const behaviour = imageOf(own);
  return behaviour && { behaviour, own };
}

/** `docker ps`: minikube's docker driver makes a container of each machine. */
import type { Node } from '../../../api/core/node';
import { sha256 } from '../../../api/meta/sha256';
import { parseTime } from '../../../api/meta/time';
import type { Io } from '../../../kubectl/environment';
import type { World } from '../../shell';
import { listed } from '../listed';
import { since } from './since';
import { table } from './table';

const IMAGE = 'gcr.io/k8s-minikube/kicbase:v0.0.48';
const HEAD = ['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES'];
/** Of sshd, docker, a registry, the API server and its proxy, each at a port of this machine that was free. */
const PORTS = [22, 2376, 5000, 8443, 32443];
const FIRST_PORT = 32_768;

export async function ps(_args: readonly string[], io: Io, world: World): Promise<number> {
  const machines = (await world.minikube?.nodes()) ?? [];
  const created = await creations(io, world);
  const rows = machines
    .filter(({ state }) => state === 'running')
    .map(({ name }, index) => {
      const age = since(world.clock.now() - (created.get(name) ?? world.clock.now()));
      const first = FIRST_PORT + index * PORTS.length;
      const ports = PORTS.map((port, at) => `127.0.0.1:${first + at}->${port}/tcp`).join(', ');
      return [sha256(name).slice(0, 12), IMAGE, '"/usr/local/bin/entr…"', `${age} ago`, `Up ${age}`, ports, name];
    });
  // Newest first.
  await io.out(table(HEAD, rows.toReversed()));
  return 0;
}

/** When each machine became a node. */
async function creations(io: Io, world: World): Promise<ReadonlyMap<string, number | undefined>> {
  const nodes = await listed<Node>('nodes', io, world);
  return new Map(nodes.map(({ metadata }) => [metadata.name, parseTime(metadata.creationTimestamp ?? '')]));
}

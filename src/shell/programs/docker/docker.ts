/**
 * `docker` as far as the way of an image to a registry goes: build, tag, images, push, login, logout, and ps, whose
 * containers are the machines of the cluster. Models docker 28 and its messages.
 * Left out: running containers here, pulling, layers, caches, everything else.
 */
import type { Io } from '../../../kubectl/environment';
import type { Program, World } from '../../shell';
import { build } from './build';
import { images, push, tag } from './images';
import { login, logout } from './login';
import { ps } from './ps';

type Verb = (args: readonly string[], io: Io, world: World) => Promise<number>;

const verbs: Readonly<Record<string, Verb>> = {
  build,
  'image build': build,
  'buildx build': build,
  tag,
  'image tag': tag,
  images,
  'image ls': images,
  push,
  'image push': push,
  login,
  logout,
  ps,
  'container ls': ps,
};

/** What serves instead of what people would look for. */
const INSTEAD: Readonly<Record<string, string>> = {
  run: 'no container runs on this machine; kubectl run NAME --image=IMAGE runs one in the cluster',
  pull: 'the nodes pull what their pods need; kubectl describe pod shows how it went',
  exec: 'kubectl exec POD -- COMMAND runs a command in a container',
  logs: 'kubectl logs POD shows what a container printed',
  stop: 'kubectl delete pod POD, or minikube node stop NODE',
};

export const docker: Program = {
  name: 'docker',
  run: async (args, io, world) => {
    if (world.minikube === undefined) {
      await io.err('kubeloop: docker: this is a real cluster; its registries are out of reach from here\n');
      return 1;
    }
    const [first = '', second = ''] = args;
    const two = verbs[`${first} ${second}`];
    if (two !== undefined) return two(args.slice(2), io, world);
    const one = verbs[first];
    if (one !== undefined) return one(args.slice(1), io, world);
    if (first === '' || first === 'help' || first === '--help') {
      await io.out(HELP);
      return 0;
    }
    const instead = INSTEAD[first];
    if (instead !== undefined) await io.err(`kubeloop: docker ${first}: ${instead}\n`);
    else await io.err(`docker: unknown command: docker ${first}\n\nRun 'docker --help' for more information\n`);
    return 1;
  },
};

const HELP = `Usage:  docker [OPTIONS] COMMAND

Here they are simulated:
  build -t NAME:TAG .      Build an image from a Dockerfile
  tag SOURCE TARGET        Create a tag TARGET that refers to SOURCE
  images                   List images
  push NAME:TAG            Upload an image to a registry
  login -u USER -p PASSWORD SERVER
                           Authenticate to a registry
  logout SERVER            Log out from a registry
  ps                       List containers: the machines of the cluster
`;

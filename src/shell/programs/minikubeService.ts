/**
 * `minikube service NAME [--url]` and `minikube service list`: addresses of node ports as the learner's machine reaches
 * them. Models cmd/minikube/cmd/service.go, service_list.go and pkg/minikube/service.
 * Left out: --all, --https, --format, waiting for the Service, a browser that opens, the tunnel to what has no node port.
 */
import type { Service } from '../../api/core/service';
import type { Io } from '../../kubectl/environment';
import type { World } from '../shell';
import { box } from './box';
import { readGoOptions } from './goOptions';
import { listed } from './listed';
import { exitDueTo } from './minikubeExit';

/** What stands in a table where an address should. */
const NO_PORT = 'No node port';

interface Urls {
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly string[];
  readonly urls: readonly string[];
}

/** Runs what follows `minikube service`; `address` is that of the first machine. */
export async function service(args: readonly string[], address: string, io: Io, world: World): Promise<number> {
  const options = readGoOptions(args, { namespace: 'n' });
  const { words: names } = options;
  const namespace = options.value('namespace');
  const all = (await services(io, world)).filter((one) => namespace === undefined || one.namespace === namespace);
  if (names[0] === 'list') {
    await io.out(table(all.map((one) => urlsOf(one, address)).map(row)));
    return 0;
  }
  if (names.length === 0) return exitDueTo('MK_USAGE', 'You must specify service name(s) or --all', io);
  const place = namespace ?? 'default';
  const found = all.filter((one) => one.namespace === place && names.includes(one.name));
  if (found.length === 0) {
    const [name] = names;
    return exitDueTo(
      'SVC_NOT_FOUND',
      `Service '${name}' was not found in '${place}' namespace.\n` +
        `You may select another namespace by using 'minikube service ${name} -n <namespace>'. ` +
        "Or list out all the services using 'minikube service list'",
      io,
    );
  }
  for (const one of found) await show(urlsOf(one, address), options.has('url'), io);
  return 0;
}

async function services(io: Io, world: World): Promise<readonly Found[]> {
  const all = await listed<Service>('services', io, world);
  return all.map(({ metadata, spec }) => ({ namespace: metadata.namespace ?? '', name: metadata.name, spec }));
}

interface Found {
  readonly namespace: string;
  readonly name: string;
  readonly spec: Service['spec'];
}

function urlsOf({ namespace, name, spec }: Found, address: string): Urls {
  const open = (spec.ports ?? []).filter(({ nodePort }) => nodePort !== undefined);
  return {
    namespace,
    name,
    ports: open.map((port) => (port.name === undefined ? String(port.port) : `${port.name}/${port.port}`)),
    urls: open.map(({ nodePort }) => `http://${address}:${nodePort}`),
  };
}

async function show(found: Urls, urlOnly: boolean, io: Io): Promise<void> {
  const { namespace, name, urls } = found;
  if (urlOnly && urls.length > 0) return void (await io.out(urls.map((url) => `${url}\n`).join('')));
  if (!urlOnly) await io.out(table([urls.length === 0 ? [namespace, name, '', NO_PORT] : row(found)]));
  if (urls.length === 0) {
    await io.out(`😿  service ${namespace}/${name} has no node port\n`);
    await io.err(
      `❗  Services [${namespace}/${name}] have type "ClusterIP" not meant to be exposed, however for local development minikube allows you to access this !\n` +
        `kubeloop: that tunnel is not simulated; kubectl port-forward service/${name} PORT is\n`,
    );
  } else
    await io.err(`kubeloop: no browser opens from here; curl ${urls[0]}, or the browser in the view of the traffic\n`);
}

const row = ({ namespace, name, ports, urls }: Urls): readonly string[] => [
  namespace,
  name,
  urls.length === 0 ? NO_PORT : ports.join('\n'),
  urls.join('\n'),
];

const table = (rows: readonly (readonly string[])[]): string => box(['NAMESPACE', 'NAME', 'TARGET PORT', 'URL'], rows);

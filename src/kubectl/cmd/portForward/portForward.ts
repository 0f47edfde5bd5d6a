/**
 * `kubectl port-forward TYPE/NAME [LOCAL_PORT:]REMOTE_PORT [...]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/portforward/portforward.go (v1.36.3).
 * Left out: --address other than localhost.
 */
import type { Pod } from '../../../api/core/pod';
import type { Service } from '../../../api/core/service';
import type { Unsubscribe } from '../../../client/transport';
import type { Command, Invocation } from '../../command';
import type { LocalConnection } from '../../environment';
import { CommandError, ExitError, UsageError } from '../../errors';
import { klog } from '../../klog';
import { podRunningTimeoutMs } from '../../polymorphic/firstPod';
import type { Unstructured } from '../../resource/access';
import { settled } from '../../waiting';
import { attachablePodOf, namedObject } from '../exec/attachablePod';
import { podPath } from '../podPath';
import { type ForwardedPort, forwardedPortsOf } from './forwardedPorts';

/** What the system gives for port 0 lies from here on. */
const FREE_PORTS_FROM = 32_768;
const FREE_PORTS = 28_232;

/** Joins ports of the learner's machine with ports of a pod, until Ctrl-C. */
export const portForward: Command = {
  path: ['port-forward'],
  async run(invocation) {
    const { args, flags, commandPath } = invocation;
    const [name = '', ...specs] = args;
    if (specs.length === 0) {
      throw new UsageError(commandPath, 'TYPE/NAME and list of ports are required for port-forward');
    }
    if (flags.changed('address') && flags.list('address').some((address) => address !== 'localhost')) {
      throw new CommandError('kubeloop: --address is not simulated: there is only localhost');
    }
    podRunningTimeoutMs(invocation);
    const object = await namedObject(invocation, [name]);
    const pod = await attachablePodOf(invocation, object);
    const ports = forwardedPortsOf(specs, pod, serviceOf(object));
    if (pod.status.phase !== 'Running') {
      throw new CommandError(`unable to forward port because pod is not running. Current status=${pod.status.phase}`);
    }
    await forward(invocation, pod, ports);
  },
};

function serviceOf(object: Unstructured): Service | undefined {
  return object.kind === 'Service' ? (object as object as Service) : undefined; // Of this kind.
}

async function forward(invocation: Invocation, pod: Pod, ports: readonly ForwardedPort[]): Promise<void> {
  const { io } = invocation;
  if (invocation.env.listen === undefined) {
    throw new CommandError(
      'kubeloop: kubectl port-forward is not simulated here: this machine has no ports to listen on',
    );
  }
  const access = await invocation.access();
  const open = new Set<Unsubscribe>();
  const stops: Unsubscribe[] = [];
  let lose = (): void => {};
  try {
    for (const { local, remote } of ports) {
      const handle = (shown: number, connection: LocalConnection): void => {
        void io.out(`Handling connection for ${shown}\n`);
        const route = { access, pod, remote, local: shown };
        const close = join(invocation, route, connection, (isLost) => {
          open.delete(close);
          if (isLost) lose();
        });
        open.add(close);
      };
      const listening = listen(invocation, local, handle);
      if (listening === undefined) continue;
      stops.push(listening.stop);
      await io.out(`Forwarding from 127.0.0.1:${listening.port} -> ${remote}\n`);
      await io.out(`Forwarding from [::1]:${listening.port} -> ${remote}\n`);
    }
    if (stops.length === 0) {
      const texts = ports.map(({ local, remote }) => `{${local} ${remote}}`).join(' ');
      throw new CommandError(`unable to listen on any of the requested ports: [${texts}]`);
    }
    const end = await settled<'lost'>(invocation, undefined, (settle) => {
      lose = () => settle('lost');
      return () => {};
    });
    if (end === 'lost') throw new CommandError('lost connection to pod');
    throw new ExitError(130);
  } finally {
    for (const stop of stops) stop();
    for (const close of open) close();
  }
}

/** Undefined if the port is taken, which is told. */
function listen(
  { env, io }: Invocation,
  local: number,
  handle: (port: number, connection: LocalConnection) => void,
): { readonly port: number; readonly stop: Unsubscribe } | undefined {
  const port = local === 0 ? FREE_PORTS_FROM + Math.floor(env.random() * FREE_PORTS) : local;
  try {
    const stop = env.listen?.(port, (connection) => handle(port, connection));
    return stop === undefined ? undefined : { port, stop };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    const failure = (network: string, host: string) =>
      `unable to create listener: Error listen ${network} ${host}:${port}: ${error.message}`;
    const failures = `[${failure('tcp4', '127.0.0.1')} ${failure('tcp6', '[::1]')}]`;
    void io.err(
      `Unable to listen on port ${port}: Listeners failed to create with the following errors: ${failures}\n`,
    );
    return undefined;
  }
}

interface Route {
  readonly access: Awaited<ReturnType<Invocation['access']>>;
  readonly pod: Pod;
  readonly local: number;
  readonly remote: number;
}

/** Carries one connection both ways until either side closes it. One that fails is the end of all: `isLost`. */
function join(
  { io, env }: Invocation,
  { access, pod, local, remote }: Route,
  connection: LocalConnection,
  onClosed: (isLost: boolean) => void,
): Unsubscribe {
  let isLost = false;
  const fail = (why: string): void => {
    isLost = true;
    const text = `an error occurred forwarding ${local} -> ${remote}: ${why}`;
    klog('E', 'portforward.go:413', `"Unhandled Error" err=${JSON.stringify(text)}`, io, env);
  };
  const stream = access.stream(
    { method: 'POST', path: podPath(pod, 'portforward'), query: { ports: String(remote) } },
    {
      onMessage: ({ channel, data }) => {
        if (channel === 1) connection.send(data);
        else if (channel === 2) fail(data);
      },
      onEnd: ({ code, body }) => {
        if (code !== 200) fail(refusalText(body));
        connection.close();
        onClosed(isLost);
      },
    },
  );
  connection.onData((data) => stream.send({ channel: 0, data }));
  connection.onClose(() => {
    stream.close();
    onClosed(false);
  });
  return () => {
    stream.close();
    connection.close();
  };
}

function refusalText(body: unknown): string {
  const { message } = (typeof body === 'object' && body !== null ? body : {}) as { readonly message?: string }; // A Status.
  return `error creating error stream for port: unable to upgrade connection: ${message ?? String(body)}`;
}

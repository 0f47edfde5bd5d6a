/** One machine with its runtime on a kernel of its own, for tests of images and of the shell. */
import { profiles } from '../../component/profile';
import type { Instant, SimEvent } from '../../sim/clock';
import { invariant } from '../../sim/invariant';
import { Kernel } from '../../sim/kernel';
import type { ContainerConfig, ExecResult, HttpProbeResult } from './containerRuntime';
import { loadUserland } from './userland';
import { createContainerRuntime } from './createContainerRuntime';
import type { SimulatedContainerRuntime } from './simulatedRuntime';

/** 2026-11-21 07:00:00 UTC. */
const START = 1_795_244_400_000;

/** A container that was pulled, created and started in a pod of its own. */
export interface Started {
  readonly id: string;
  readonly podUid: string;
  readonly ip: string;
}

/** A machine `worker-1` with pods in 10.244.1.0/24, at 2026-11-21 07:00:00 UTC. */
export class MachineFixture {
  readonly kernel = new Kernel({ startAt: START as Instant, seed: 1 });
  readonly runtime: SimulatedContainerRuntime;
  /** Events that the kubelet got. */
  readonly received: SimEvent[] = [];
  #pods = 0;

  constructor(options: { readonly cpu?: number } = {}) {
    const { clock, state } = this.kernel;
    const profile = profiles['v1.36'];
    invariant(profile, 'the default profile exists');
    const place = { node: 'worker-1', podCIDR: '10.244.1.0/24', nodeIP: '192.168.49.3' };
    this.runtime = createContainerRuntime({ clock, state, profile, ...place, ...options });
    this.kernel.register(this.runtime);
    this.kernel.register({ name: 'kubelet/worker-1', handle: (event) => void this.received.push(event) });
  }

  /** Pulls the image and starts a container of it. */
  async start(image: string, config: Partial<ContainerConfig> = {}): Promise<Started> {
    const podUid = config.podUid ?? `pod-${++this.#pods}`;
    const pod = config.pod ?? podUid;
    const base = { podUid, namespace: 'default', attempt: 0, hostname: pod };
    let started: Started | undefined;
    await loadUserland();
    await this.does(() => {
      const { runtime } = this;
      const pull = runtime.pullImage(image, [{ username: 'admin', password: 'admin' }]);
      if (pull.type === 'error') throw new Error(pull.message);
      const sandbox =
        runtime.podSandbox(podUid) ?? runtime.runPodSandbox({ ...base, name: pod, hostNetwork: false, labels: {} });
      const created = runtime.createContainer({
        ...base,
        pod,
        node: 'worker-1',
        name: 'main',
        image,
        env: [],
        mounts: [],
        resources: {},
        stdin: false,
        tty: false,
        terminationMessagePath: '/dev/termination-log',
        specHash: '',
        ...config,
      });
      if (created.type === 'error') throw new Error(created.message);
      started = { id: created.id, podUid, ip: sandbox.ip };
      const result = runtime.startContainer(created.id);
      if (result.type === 'error') throw new Error(result.message);
    });
    invariant(started, 'the container was started');
    return started;
  }

  /** Starts `sh -c script` in busybox, or another image. */
  shell(script: string, config: Partial<ContainerConfig> = {}, image = 'busybox'): Promise<Started> {
    return this.start(image, { command: ['sh', '-c', script], ...config });
  }

  /** Runs `action` as a command of a person at the present instant. */
  async does<T>(action: () => T): Promise<T> {
    let result: T | undefined;
    await this.kernel.command('test', 'does', '', async () => {
      result = action();
    });
    return result as T; // The command has run.
  }

  async passes(ms: number): Promise<void> {
    await this.kernel.advanceTo((this.kernel.clock.now() + ms) as Instant);
  }

  get(ip: string, port: number, path = '/'): Promise<HttpProbeResult> {
    return this.does(() =>
      this.runtime.http(ip, port, { method: 'GET', path, headers: { 'user-agent': 'kube-probe/1.36' } }),
    );
  }

  exec({ id }: Started, ...argv: string[]): Promise<ExecResult> {
    return this.does(() => this.runtime.exec(id, argv));
  }

  log({ id }: Started): string {
    return this.runtime.logs(id);
  }

  /** `running`, or how it ended: `137 OOMKilled`. */
  state({ id }: Started): string {
    const record = this.runtime.container(id);
    return record?.state === 'exited' ? `${record.exitCode} ${record.reason}` : (record?.state ?? 'gone');
  }
}

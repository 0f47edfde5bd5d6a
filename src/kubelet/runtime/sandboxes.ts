/**
 * The pods' network places on one machine: sandboxes and their addresses.
 * Models containerd's RunPodSandbox with the host-local address plugin, which hands out ascending addresses.
 */
import { invariant } from '../../sim/invariant';
import type { Clock } from '../../sim/clock';
import type { Sandbox, SandboxConfig } from './containerRuntime';
import type { ContainerTable, SandboxRow } from './containerTable';
import { sha256 } from '../../api/meta/sha256';

/** The machine's place in the network. */
export interface SandboxesOptions {
  readonly clock: Clock;
  readonly table: ContainerTable;
  readonly node: string;
  /** `10.244.1.0/24`. */
  readonly podCIDR: string;
  readonly nodeIP: string;
}

/** Creates and stops sandboxes of one machine. */
export class Sandboxes {
  readonly #options: SandboxesOptions;
  readonly #range: ReturnType<typeof parseCidr>;

  constructor(options: SandboxesOptions) {
    this.#options = options;
    this.#range = parseCidr(options.podCIDR);
  }

  run(config: SandboxConfig): Sandbox {
    const { table, clock, nodeIP } = this.#options;
    const id = this.newId();
    const ip = config.hostNetwork ? nodeIP : this.#nextAddress();
    const { podUid, namespace, name, attempt, hostNetwork } = config;
    const sandbox: Sandbox = { id, podUid, attempt, ip, ready: true, createdAt: clock.now() };
    table.sandboxes.set(id, { sandbox, namespace, name, hostNetwork });
    if (!hostNetwork) table.addresses.set(ip, id);
    for (const { hostPort, containerPort, protocol } of config.hostPorts ?? []) {
      table.hostPorts.set(`${protocol}/${hostPort}`, { ip, port: containerPort });
    }
    const pod = table.pods.get(podUid);
    table.pods.set(podUid, { sandboxIds: [...(pod?.sandboxIds ?? []), id], containerIds: pod?.containerIds ?? [] });
    return sandbox;
  }

  /** The network goes, the record stays. */
  stop(row: SandboxRow): void {
    const { table } = this.#options;
    const { id, ip } = row.sandbox;
    if (table.addresses.get(ip) === id) {
      table.addresses.delete(ip);
      for (const [port, to] of [...table.hostPorts.entries()]) if (to.ip === ip) table.hostPorts.delete(port);
    }
    table.sandboxes.set(id, { ...row, sandbox: { ...row.sandbox, ready: false } });
  }

  /** 64 hex digits, never the same twice on one machine. */
  newId(): string {
    const { table, node, clock } = this.#options;
    const created = table.machine.created + 1;
    table.setMachine({ created });
    return sha256(`${node}/${created}/${clock.now()}`);
  }

  /** The next free address after the last one given, round and round. */
  #nextAddress(): string {
    const { table, podCIDR } = this.#options;
    const { base, size } = this.#range;
    let offset = table.machine.lastAddress;
    for (let tries = 0; tries < size; tries++) {
      // .0 is the network, .1 the bridge, the last one the broadcast address.
      offset = offset + 1 >= size - 1 ? 2 : offset + 1;
      const ip = formatAddress(base + offset);
      if (table.addresses.has(ip)) continue;
      table.setMachine({ lastAddress: offset });
      return ip;
    }
    invariant(false, `the machine has no free pod address left in ${podCIDR}`);
  }
}

/** First address as a number, and how many there are. */
export function parseCidr(cidr: string): { readonly base: number; readonly size: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { base, size: 2 ** (32 - Number(bits)) };
}

/** Dotted form. */
export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

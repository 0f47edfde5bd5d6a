/** Translates pods' addresses between a recording and its replay: kubelets give them out in the order in which pods come. */
import type { Cluster } from '../../../src/cluster/cluster';

/** The learner's machine as servers tell of it; in the recordings it is somebody outside of the cluster. */
const LEARNER = '192.168.49.1';
const SEEN_LEARNER = /^((?:client |X-Real-IP: |X-Forwarded-For: ))192\.168\.49\.1\b/;
const OUTSIDE = '203.0.113.10';
/** `10.244.0.2`, `10-244-0-2`, `2.0.244.10.in-addr`. */
const POD_ADDRESS = /\b10([.-])244\1(\d{1,3})\1(\d{1,3})\b|\b(\d{1,3})\.(\d{1,3})\.244\.10(?=\.in-addr)/g;

export class AddressBook {
  /** `recorded`: addresses by the name of a pod. */
  constructor(
    private readonly cluster: Cluster,
    private readonly recorded: Readonly<Record<string, string>>,
  ) {}

  /** A recorded command with the addresses of the replay. */
  async toPlayed(command: string): Promise<string> {
    const played = await this.#played();
    const pairs = Object.entries(this.recorded).flatMap(([name, address]) => {
      const now = played.get(name);
      return now === undefined ? [] : [[address, now] as const];
    });
    const byRecorded = new Map(pairs.toReversed());
    return replaced(command, (address) => byRecorded.get(address) ?? address).replaceAll(OUTSIDE, LEARNER);
  }

  /** Printed lines with the addresses of the recording; one that only the replay has is marked. */
  async toRecorded(lines: readonly string[]): Promise<readonly string[]> {
    const played = await this.#played();
    const byPlayed = new Map(
      [...played].map(([name, address]) => [address, this.recorded[name] ?? this.recorded[ownerOf(name)]] as const),
    );
    const known = new Set(Object.values(this.recorded));
    const translated = (address: string) => byPlayed.get(address) ?? (known.has(address) ? `${address}?` : address);
    return lines.map((line) => replaced(line, translated).replace(SEEN_LEARNER, `$1${OUTSIDE}`));
  }

  /** Addresses that pods have now, by name. */
  async #played(): Promise<ReadonlyMap<string, string>> {
    const { items } = await this.cluster.client.list('Pod');
    return new Map(
      items.flatMap(({ metadata, status }) => (status.podIP === undefined ? [] : [[metadata.name, status.podIP]])),
    );
  }
}

/** Of a Deployment's pod. */
const ownerOf = (pod: string) => pod.replace(/-[a-z0-9]+-[a-z0-9]{5}$/, '');

function replaced(text: string, to: (address: string) => string): string {
  return text.replace(POD_ADDRESS, (_, mark: string | undefined, third, fourth, last, before) => {
    if (mark !== undefined) return to(`10.244.${third}.${fourth}`).replaceAll('.', mark);
    return to(`10.244.${before}.${last}`).split('.').toReversed().join('.');
  });
}

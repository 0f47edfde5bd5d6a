/**
 * Pods that have a node and wait for the volumes of their claims: PreBind of VolumeBinding. They keep their place on the
 * node and are in no queue.
 * Models BindPodVolumes and checkBindings of pkg/scheduler/framework/plugins/volumebinding/binder.go (v1.36.3), which
 * looks once a second; here it looks on changes, at the seconds at which the real one would.
 */
import { SELECTED_NODE } from '../api/core/volumeAnnotations';
import type { Instant, StateMap, StateSpace } from '../sim/clock';
import type { StorageReader } from './framework';
import { type Provision, isBound } from './plugins/volumeBinding';
import type { QueuedPod } from './queue';

/** How long a pod waits before it is tried anew. */
export const BIND_TIMEOUT_MS = 600_000;
/** What it says then. */
export const TIMED_OUT = 'context deadline exceeded';
const POLL_MS = 1_000;

export interface VolumeWait {
  readonly entry: QueuedPod;
  readonly node: string;
  readonly since: Instant;
  /** Claims by name, each with the volume that was chosen for it; without one, a provisioner is asked. */
  readonly claims: readonly { readonly name: string; readonly volume?: string }[];
  /** A look is under way. */
  readonly looks: boolean;
}

/** How a wait stands. `fault` ends it in vain. */
export type Standing = 'waiting' | 'bound' | { readonly fault: string };

export class VolumeWaits {
  /** By uid. */
  readonly #waits: StateMap<VolumeWait>;

  constructor(state: StateSpace) {
    this.#waits = state.map('volumeWaits');
  }

  clear(): void {
    this.#waits.clear();
  }

  get(uid: string): VolumeWait | undefined {
    return this.#waits.get(uid);
  }

  /** `entry` waits on `node` until `provisions` are done. */
  add(entry: QueuedPod, node: string, provisions: readonly Provision[], now: Instant): void {
    const claims = provisions.map(({ claim, volume }) => ({
      name: claim.metadata.name,
      ...(volume === undefined ? {} : { volume: volume.metadata.name }),
    }));
    this.#waits.set(entry.uid, { entry, node, since: now, claims, looks: false });
  }

  remove(uid: string): void {
    if (this.#waits.size > 0) this.#waits.delete(uid);
  }

  /** Storage has changed: the waits that are worth a look, each with the delay until its next one. */
  due(storage: StorageReader, now: Instant): readonly { readonly uid: string; readonly delayMs: number }[] {
    if (this.#waits.size === 0) return [];
    const due: { uid: string; delayMs: number }[] = [];
    for (const [uid, wait] of [...this.#waits.entries()]) {
      if (wait.looks || standingOf(wait, storage) === 'waiting') continue;
      this.#waits.set(uid, { ...wait, looks: true });
      const age = now - wait.since;
      due.push({ uid, delayMs: Math.max(Math.ceil(age / POLL_MS), 1) * POLL_MS - age });
    }
    return due;
  }

  /** The look that `due` asked for. */
  look(uid: string, storage: StorageReader): Standing | undefined {
    const wait = this.#waits.get(uid);
    if (wait === undefined) return undefined;
    this.#waits.set(uid, { ...wait, looks: false });
    return standingOf(wait, storage);
  }
}

function standingOf({ entry, node, claims }: VolumeWait, storage: StorageReader): Standing {
  let isDone = true;
  for (const { name, volume } of claims) {
    const claim = storage.claim(entry.namespace, name);
    const check = volume === undefined ? 'failed to check provisioning pvc' : 'failed to check binding';
    const chosen = volume === undefined ? undefined : storage.volume(volume);
    if (volume !== undefined && chosen === undefined)
      return { fault: `${check}: persistentvolumes "${volume}" not found` };
    if (claim === undefined) {
      return { fault: `${check}: persistentvolumeclaims "${entry.namespace}/${name}" not found` };
    }
    if (volume === undefined) {
      const { annotations } = claim.metadata;
      if (annotations === undefined) return { fault: `selectedNode annotation reset for PVC "${name}"` };
      if (annotations[SELECTED_NODE] !== node) return { fault: `provisioning failed for PVC "${name}"` };
    } else if ((chosen?.spec.claimRef?.uid ?? '') === '') {
      return { fault: `ClaimRef got reset for pv "${volume}"` };
    }
    isDone &&= isBound(claim);
  }
  return isDone ? 'bound' : 'waiting';
}

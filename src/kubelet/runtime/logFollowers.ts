/**
 * Who follows a log: `kubectl logs -f`. They are listeners, not state: a checkpoint knows nothing of them.
 * Models pkg/kubelet/kuberuntime/logs/logs.go, ReadLogs with follow (v1.36.3).
 */
import type { Instant } from '../../sim/clock';
import { rfc3339 } from './calendar';
import type { ContainerLogs } from './containerLog';
import type { LogFollower, LogOptions } from './containerRuntime';
import { utf8 } from '../../api/meta/sha256';

interface Following {
  readonly follower: LogFollower;
  readonly timestamps: boolean;
  /** Bytes that may still be sent. */
  room: number;
  /** The last line has no end yet: what comes next belongs to it. */
  isOpen: boolean;
}

export class LogFollowers {
  /** By container id. */
  readonly #following = new Map<string, Set<Following>>();

  constructor(
    private readonly logs: ContainerLogs,
    private readonly now: () => Instant,
  ) {}

  /** Sends what there is, then what comes until the container's `end`. Hands back what ends it sooner. */
  follow(id: string, options: LogOptions, follower: LogFollower): () => void {
    const text = this.logs.read(id, options);
    const { limitBytes = Infinity, timestamps = false } = options;
    const following: Following = {
      follower,
      timestamps,
      room: limitBytes,
      isOpen: text !== '' && !text.endsWith('\n'),
    };
    const all = this.#following.get(id) ?? new Set();
    this.#following.set(id, all.add(following));
    this.#send(id, following, text);
    return () => this.#drop(id, following);
  }

  written(id: string, text: string): void {
    const all = this.#following.get(id);
    if (all === undefined) return;
    for (const following of [...all]) {
      const stamp = following.timestamps ? `${rfc3339(this.now())} ` : '';
      const stamped = stamp === '' ? text : text.replace(/[^\n]+\n?|\n/g, (line) => stamp + line);
      const shown = following.isOpen ? stamped.slice(stamp.length) : stamped;
      following.isOpen = !text.endsWith('\n');
      this.#send(id, following, shown);
    }
  }

  /** The container has ended, or why nothing more can come. */
  end(id: string, why?: string): void {
    const all = this.#following.get(id);
    if (all === undefined) return;
    this.#following.delete(id);
    for (const { follower } of all) follower.onEnd(why);
  }

  endAll(why: string): void {
    for (const id of [...this.#following.keys()]) this.end(id, why);
  }

  #send(id: string, following: Following, text: string): void {
    if (text === '') return;
    const bytes = following.room === Infinity ? 0 : utf8(text).length;
    if (bytes < following.room) {
      following.room -= bytes;
      following.follower.onText(text);
      return;
    }
    // Log text is ASCII most of the time; what is not loses at most its last character.
    following.follower.onText(text.slice(0, following.room));
    this.#drop(id, following);
    following.follower.onEnd();
  }

  #drop(id: string, following: Following): void {
    const all = this.#following.get(id);
    all?.delete(following);
    if (all?.size === 0) this.#following.delete(id);
  }
}

/**
 * Evicts pods, or deletes them where the server cannot evict, and waits until they are gone.
 * Models evictPods, deletePods and waitForDelete of staging/src/k8s.io/kubectl/pkg/drain/drain.go (v1.36.3). Upstream runs
 * one loop per pod at the same time; here one loop takes the pods in their order whenever their next step is due.
 */
import { ApiError, isReason } from '../../../api/meta/status';
import type { Invocation } from '../../command';
import { ExitError } from '../../errors';
import { goDuration } from '../../printers/goDuration';
import { referenceOf, withDryRun, type DryRun } from '../../printers/name';
import type { Access, Mapping, Unstructured } from '../../resource/access';
import { isLongDeleted } from './podFilters';

/** The flags that decide how pods are removed. */
export interface RemovalOptions {
  /** 0: no end. */
  readonly timeoutMs: number;
  /** Seconds; negative: the pod's own. */
  readonly gracePeriodSeconds: number;
  readonly disableEviction: boolean;
  readonly skipDeletedSeconds: number;
  readonly dryRun: DryRun;
}

const EVICT_RETRY_MS = 5000;
const POLL_MS = 1000;
/** What an interrupted program ends with. */
const INTERRUPTED = 130;

/** One pod on its way out. */
interface Removal {
  pod: Unstructured;
  step: 'evict' | 'wait' | 'done';
  dueAt: number;
}

/** Removes pods of one node. */
export class PodRemover {
  private readonly end: number;
  /** What went wrong, in kubectl's words. */
  private readonly errors: string[] = [];

  constructor(
    private readonly invocation: Invocation,
    private readonly access: Access,
    private readonly mapping: Mapping,
    private readonly options: RemovalOptions,
  ) {
    const { timeoutMs } = options;
    this.end = timeoutMs === 0 ? Number.POSITIVE_INFINITY : this.now() + timeoutMs;
  }

  /** Resolves with what went wrong once all pods are gone or given up. */
  async remove(pods: readonly Unstructured[]): Promise<readonly string[]> {
    if (pods.length === 0) return [];
    const evicts = !this.options.disableEviction && this.mapping.subresources.includes('eviction');
    if (!evicts && !(await this.deleteAll(pods))) return this.errors;
    const step = evicts ? 'evict' : 'wait';
    const removals = pods.map((pod): Removal => ({ pod, step, dueAt: this.now() }));
    for (;;) {
      const due = removals.filter((removal) => removal.step !== 'done' && removal.dueAt <= this.now());
      await this.evict(due.filter((removal) => removal.step === 'evict'));
      for (const removal of due) if (removal.step === 'wait') await this.look(removal, evicts);
      const open = removals.filter((removal) => removal.step !== 'done');
      if (open.length === 0) return this.errors;
      const next = Math.min(...open.map(({ dueAt }) => dueAt));
      await this.invocation.env.clock.sleep(Math.max(0, next - this.now()), this.invocation.io.interrupt);
      if (this.invocation.io.interrupt.interrupted) throw new ExitError(INTERRUPTED);
    }
  }

  private now(): number {
    return this.invocation.env.clock.now();
  }

  private deleteOptions(): object {
    const { gracePeriodSeconds, dryRun } = this.options;
    return {
      ...(gracePeriodSeconds >= 0 ? { gracePeriodSeconds } : {}),
      ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
    };
  }

  /** False if one was refused. */
  private async deleteAll(pods: readonly Unstructured[]): Promise<boolean> {
    for (const { metadata } of pods) {
      const target = { mapping: this.mapping, name: metadata.name, namespace: metadata.namespace ?? '' };
      try {
        await this.access.delete(target, this.deleteOptions());
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.reason === 'NotFound') continue;
        this.errors.push(error.message);
        return false;
      }
    }
    return true;
  }

  /** Says of all pods first that they are evicted, since upstream asks for all of them at the same time. */
  private async evict(removals: readonly Removal[]): Promise<void> {
    const { io } = this.invocation;
    for (const { pod } of removals) {
      const { namespace, name } = pod.metadata;
      const line = withDryRun(
        `evicting pod ${namespace}/${name}`,
        this.options.dryRun === 'server' ? 'server' : 'none',
      );
      void io.out(`${line}\n`);
    }
    for (const removal of removals) {
      if (this.now() >= this.end) {
        const reason = `global timeout reached: ${goDuration(this.options.timeoutMs)}`;
        this.giveUp(removal, `error when evicting ${nameOf(removal)}: ${reason}`);
      } else await this.evictOne(removal);
    }
  }

  private async evictOne(removal: Removal): Promise<void> {
    const { name, namespace } = removal.pod.metadata;
    const eviction = {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace },
      deleteOptions: this.deleteOptions(),
    };
    try {
      await this.access.create(this.mapping, namespace, eviction, { name, subresource: 'eviction' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.refused(removal, error);
      return;
    }
    removal.step = this.options.dryRun === 'server' ? 'done' : 'wait';
  }

  private async refused(removal: Removal, error: ApiError): Promise<void> {
    if (error.reason === 'NotFound') {
      removal.step = 'done';
      return;
    }
    const isEnding = error.reason === 'Forbidden' && hasCause(error, 'NamespaceTerminating');
    if (isEnding && removal.pod.metadata.deletionTimestamp !== undefined) {
      removal.step = 'wait';
      return;
    }
    const { name, namespace } = removal.pod.metadata;
    const subject = isEnding
      ? `pod ${JSON.stringify(name)} from terminating namespace ${JSON.stringify(namespace)}`
      : nameOf(removal);
    if (!isEnding && error.reason !== 'TooManyRequests') {
      this.giveUp(removal, `error when evicting ${subject}: ${error.message}`);
      return;
    }
    void this.invocation.io.err(
      `error when evicting ${subject} (will retry after ${goDuration(EVICT_RETRY_MS)}): ${error.message}\n`,
    );
    removal.dueAt = this.now() + EVICT_RETRY_MS;
    removal.pod = (await this.fresh(removal.pod)) ?? removal.pod;
  }

  private giveUp(removal: Removal, message: string): void {
    this.errors.push(message);
    removal.step = 'done';
  }

  /** Whether the pod is gone. */
  private async look(removal: Removal, evicts: boolean): Promise<void> {
    const { pod } = removal;
    const { io } = this.invocation;
    const { skipDeletedSeconds, dryRun } = this.options;
    const present = await this.fresh(pod);
    if (present === undefined || present.metadata.uid !== pod.metadata.uid) {
      void io.out(`${referenceOf(pod)} ${withDryRun(evicts ? 'evicted' : 'deleted', dryRun)}\n`);
      removal.step = 'done';
    } else if (isLongDeleted(present, skipDeletedSeconds, this.now())) {
      const name = JSON.stringify(pod.metadata.name);
      void io.out(`pod ${name} has DeletionTimestamp older than ${skipDeletedSeconds} seconds, skipping\n`);
      removal.step = 'done';
    } else if (this.now() >= this.end) {
      const { name, namespace } = pod.metadata;
      const subject = `pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)}`;
      this.giveUp(removal, `error when waiting for ${subject} to terminate: context deadline exceeded`);
    } else removal.dueAt = Math.min(this.now() + POLL_MS, this.end);
  }

  /** The pod as it is now; undefined if it is gone. */
  private async fresh({ metadata, ...pod }: Unstructured): Promise<Unstructured | undefined> {
    try {
      const target = { mapping: this.mapping, name: metadata.name, namespace: metadata.namespace ?? '' };
      return { ...(await this.access.get(target)), apiVersion: pod.apiVersion, kind: pod.kind };
    } catch (error) {
      if (isReason(error, 'NotFound')) return undefined;
      throw error;
    }
  }
}

function nameOf({ pod: { metadata } }: Removal): string {
  return `pods/${JSON.stringify(metadata.name)} -n ${JSON.stringify(metadata.namespace)}`;
}

function hasCause({ status }: ApiError, reason: string): boolean {
  return status.details?.causes?.some((cause) => cause.reason === reason) ?? false;
}

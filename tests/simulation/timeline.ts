/**
 * What a person with `kubectl get pods -w` and `kubectl get events -w` beside each other sees, with seconds: the form
 * in which a run is compared with a recording of a real cluster.
 */
import { expect } from 'vitest';
import type { Event } from '../../src/api/core/event';
import type { ContainerStatus, Pod } from '../../src/api/core/pod';
import type { Cluster } from '../../src/cluster/cluster';
import { testCluster } from '../testCluster';

export interface Row {
  /** Since the timeline began. */
  readonly seconds: number;
  readonly text: string;
}

export interface Timeline {
  readonly rows: readonly Row[];
  /** Seconds of all rows that begin with `text`. */
  times(text: string): readonly number[];
  /** Seconds of the first row that begins with `text`. Throws with the whole timeline if there is none. */
  at(text: string): number;
}

/**
 * Follows pods and events from now on. A pod's row is `NAME READY STATUS RESTARTS` when that changes, or `NAME gone`;
 * an Event's is `NAME REASON MESSAGE`.
 */
export function timelineOf(cluster: Cluster): Timeline {
  const start = cluster.now();
  const rows: Row[] = [];
  const last = new Map<string, string>();
  const add = (text: string) => rows.push({ seconds: (cluster.now() - start) / 1000, text });
  cluster.store.watch('/registry/pods/', cluster.store.revision, ({ type, key, value }) => {
    const pod = value as Pod; // The prefix holds pods.
    const text = type === 'delete' ? `${pod.metadata.name} gone` : rowOf(pod);
    if (last.get(key) !== text) add(text);
    last.set(key, text);
  });
  cluster.store.watch('/registry/events/', cluster.store.revision, ({ type, value }) => {
    const { involvedObject, reason, message } = value as Event; // The prefix holds events.
    if (type === 'put') add(`${involvedObject.name} ${reason} ${message}`);
  });
  const times = (text: string) => rows.filter((row) => row.text.startsWith(text)).map(({ seconds }) => seconds);
  return {
    rows,
    times,
    at: (text) => {
      const [first] = times(text);
      if (first === undefined)
        throw new Error(`no row "${text}" in\n${rows.map((row) => `${row.seconds} ${row.text}`).join('\n')}`);
      return first;
    },
  };
}

function rowOf({ metadata, status }: Pod): string {
  const containers = status.containerStatuses ?? [];
  const ready = containers.filter((one) => one.ready).length;
  const restarts = containers.reduce((sum, one) => sum + one.restartCount, 0);
  const word =
    metadata.deletionTimestamp === undefined
      ? (stateOf(containers) ?? status.reason ?? status.phase)
      : endOf(containers);
  return `${metadata.name} ${ready}/${containers.length} ${word} ${restarts}`;
}

function stateOf(containers: readonly ContainerStatus[]): string | undefined {
  const found = containers.map(({ state }) => state.waiting?.reason ?? state.terminated?.reason).filter(Boolean);
  return found.at(-1) ?? (containers.some(({ state }) => state.running !== undefined) ? 'Running' : undefined);
}

function endOf(containers: readonly ContainerStatus[]): string {
  const ended = containers.map(({ state }) => state.terminated?.reason);
  return ended.length > 0 && ended.every((reason) => reason !== undefined) ? String(ended[0]) : 'Terminating';
}

/** A cluster of one node, and its timeline from now on. */
export const oneNode = async () => {
  const cluster = await testCluster({ nodes: 1 });
  return { ...cluster, timeline: timelineOf(cluster.cluster) };
};

/** Within a second of the recording. */
export const near = (seconds: number, recorded: number) =>
  expect(Math.abs(seconds - recorded), `${seconds} for ${recorded}`).toBeLessThanOrEqual(1);
/** As many as recorded, each within a second. */
export const nearAll = (seconds: readonly number[], recorded: readonly number[]) => {
  expect(seconds.length, `${seconds.join(' ')} for ${recorded.join(' ')}`).toBe(recorded.length);
  for (const [index, value] of recorded.entries()) near(seconds[index] ?? Number.NaN, value);
};

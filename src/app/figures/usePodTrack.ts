/** What a line of time about one pod is drawn from: since when, until now, what happened to it, and what it waits for. */
import type { Pod } from '../../api/core/pod';
import { useStore } from 'zustand';
import type { WaitRow } from '../../client/simulation';
import type { LaneMark } from '../../client/why';
import { useSecond } from '../inspector/useSecond';
import { playbackStore, waitKey } from '../stores/playbackStore';
import { useMarksOf } from './useMarksOf';

export interface PodTrack {
  readonly name: string;
  /** Instants in virtual milliseconds since the epoch. */
  readonly now: number;
  readonly created: number;
  readonly from: number;
  readonly marks: readonly LaneMark[];
  readonly waits: readonly WaitRow[];
}

const NOTHING: readonly WaitRow[] = [];

/** The last `mostMs` of the pod's life. */
export function usePodTrack({ metadata }: Pod, mostMs: number): PodTrack {
  const now = useSecond();
  const { namespace, name, uid } = metadata;
  const place = { kind: 'Pod' as const, name, ...(namespace === undefined ? {} : { namespace }) };
  const created = Date.parse(metadata.creationTimestamp);
  const from = Math.max(created, now - mostMs);
  const marks = useMarksOf({ ...place, uid }, from);
  const waits = useStore(playbackStore, (state) => state.waits.get(waitKey(place)) ?? NOTHING);
  return { name, now, created, from, marks, waits };
}

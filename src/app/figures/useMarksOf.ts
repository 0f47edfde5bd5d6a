/** What happened to one object since a moment, as the lanes of the time bar have it; asked again as time goes on. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LaneMark, ObjectPlace } from '../../client/why';
import { useSimulation } from '../cluster/ClusterContext';
import { playbackStore } from '../stores/playbackStore';
import { useSecond } from '../inspector/useSecond';

const NOTHING: readonly LaneMark[] = [];

/** Marks between `from` and now (virtual milliseconds since the epoch), oldest first; none while nothing is asked about. */
export function useMarksOf(object: ObjectPlace | undefined, from: number): readonly LaneMark[] {
  const simulation = useSimulation();
  const second = useSecond();
  const branch = useStore(playbackStore, ({ status }) => status?.history?.branch);
  const [marks, setMarks] = useState(NOTHING);
  const { kind, namespace, name } = object ?? {};
  useEffect(() => {
    if (simulation === undefined || kind === undefined || name === undefined) return setMarks(NOTHING);
    let isOver = false;
    const place = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
    const to = (playbackStore.getState().status?.now ?? second) + 1;
    simulation
      .insight({ type: 'lanes', from: Math.min(from, to), to, apartMs: 0, object: place })
      .then((answer) => (isOver ? undefined : setMarks(answer.toSorted((left, right) => left.at - right.at))))
      .catch(() => {}); // An engine that is gone says so elsewhere.
    return () => {
      isOver = true;
    };
  }, [simulation, kind, namespace, name, from, second, branch]);
  return marks;
}

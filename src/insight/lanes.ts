/** What the components did between two instants, as marks of their lanes: equal ones that lie near to each other are one. */
import type { InsightAsk, LaneMark, LaneMarkType } from '../client/why';
import type { TraceRow } from '../sim/trace';
import type { Deeds } from './deeds';
import type { Explained } from './explained';
import { MarkWords } from './laneWords';
import { marksOf } from './laneRows';
import { Past } from './past';
import { rowsAbout } from './rowsAbout';

type LanesAsk = Extract<InsightAsk, { readonly type: 'lanes' }>;

/** A mark that may still grow. */
interface Open {
  readonly lane: string;
  readonly type: LaneMarkType;
  readonly at: number;
  until: number;
  count: number;
  index: number;
  row: TraceRow;
}

/** Both ends are included. In order of time. */
export function lanes(of: Explained, deeds: Deeds, { from, to, apartMs, object }: LanesAsk): readonly LaneMark[] {
  const { trace } = of.kernel;
  const past = new Past(of);
  const marks: Open[] = [];
  const last = new Map<string, Map<LaneMarkType, Open>>();
  const take = (lane: string, type: LaneMarkType, row: TraceRow, index: number): void => {
    let ofLane = last.get(lane);
    if (ofLane === undefined) last.set(lane, (ofLane = new Map()));
    const open = ofLane.get(type);
    if (open !== undefined && row.at - open.until < apartMs) {
      open.until = row.at;
      open.count += 1;
      open.index = index;
      open.row = row;
      return;
    }
    const mark: Open = { lane, type, at: row.at, until: row.at, count: 1, index, row };
    ofLane.set(type, mark);
    marks.push(mark);
  };
  const first = past.firstAt(from);
  const see = (index: number): boolean => {
    const row = trace.row(index);
    if (row === undefined || row.at > to) return false;
    marksOf(past, row, index, take);
    return true;
  };
  if (object === undefined) for (let index = first; see(index); index += 1);
  else for (const index of rowsAbout(of, past, object, first, to)) see(index);
  const words = new MarkWords(past, deeds);
  return marks.map(({ index, row, ...mark }) => ({ ...mark, row: index, ...words.of(mark.type, row) }));
}

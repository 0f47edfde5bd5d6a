/** One clock from the last heartbeat of a node to the pods that replace what ran on it, with the instants that really were. */
import type { Event } from '../../api/core/event';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { useStore } from 'zustand';
import { useList } from '../cluster/ClusterContext';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { useSecond } from '../inspector/useSecond';
import { playbackStore, type WaitIndex, waitKey } from '../stores/playbackStore';
import { selectedRef, selectionStore } from '../stores/selectionStore';
import { lessonStore } from '../lesson/lessonStore';
import { Axis, placeOf } from './Axis';
import { isLossOf, type NodePast, nodeStages, type Stage } from './nodeStages';
import { Canvas, fitted, WIDTH, Word } from './parts';
import { useMarksOf } from './useMarksOf';

const MINUTE = 60_000;
const WORDS: Readonly<Record<Exclude<Stage['name'], 'lost'>, TextKey>> = {
  beat: 'figure.node.beat',
  evicted: 'figure.node.evict',
  replaced: 'figure.node.replaced',
  back: 'figure.node.back',
};

export function NodeFailureClock() {
  const t = useText();
  const nodes = useList('Node');
  const events = useList('Event');
  const selected = useStore(selectionStore, selectedRef);
  const faults = useStore(playbackStore, ({ status }) => status?.nodeFaults);
  const node =
    nodes.find(({ metadata }) => selected?.kind === 'Node' && metadata.name === selected.name) ??
    nodes.find(({ metadata }) => faults?.[metadata.name] !== undefined) ??
    nodes.find((each) => conditionOf(each.status.conditions, 'Ready')?.status !== 'True') ??
    nodes.find(({ metadata }) => events.some((event) => isLossOf(event, metadata.name))) ??
    nodes[0];
  if (node === undefined) return <p>{t('figure.noNode')}</p>;
  return <NodeClock node={node} events={events} />;
}

function NodeClock({ node, events }: { readonly node: Node; readonly events: readonly Event[] }) {
  const t = useText();
  const now = useSecond();
  const pods = useList('Pod');
  const { name } = node.metadata;
  const startMs = useStore(lessonStore, ({ open }) => open?.startMs ?? 0);
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  const marks = useMarksOf({ kind: 'Node', name }, startedAt + startMs);
  const beats = marks.filter(({ type }) => type === 'heartbeat').map(({ at }) => at);
  const foreseen = useForeseen(name, pods);
  const stages = nodeStages({ node, events, pods, beats, foreseen }).map((stage) => ({
    ...stage,
    text: stage.name === 'lost' ? 'NotReady' : t(WORDS[stage.name]),
  }));
  const zero = stages.find(({ at }) => at !== undefined)?.at ?? now;
  const last = Math.max(now, ...stages.map(({ at }) => at ?? 0));
  const span = { from: zero - 10_000, to: Math.max(zero + MINUTE, last) + 15_000 };
  const label = stages
    .map(
      ({ text, at, isForeseen }) =>
        `${text}: ${at === undefined ? t('figure.notYet') : `${isForeseen ? t('figure.foreseen') : ''} +${Math.round((at - zero) / 1000)} s`}`,
    )
    .join('. ');
  const row = 20;
  const top = 20;
  const axis = top + stages.length * row + 6;
  const yOf = (index: number) => top + index * row + 10;
  return (
    <Canvas label={`${name}. ${label}`} height={axis + 20}>
      <Word x={2} y={11} tone="strong">
        {fitted(name, WIDTH)}
      </Word>
      {stages.map(({ name: stage, at }, index) =>
        at === undefined ? null : (
          <path key={stage} d={`M${placeOf(at, span)} ${yOf(index)}V${axis}`} className="fig-line fig-line-open" />
        ),
      )}
      <Axis y={axis} span={span} zero={zero} now={now} top={top} />
      {stages.map(({ name: stage, text, at, isForeseen }, index) => {
        const y = yOf(index);
        if (at === undefined)
          return (
            <Word key={stage} x={WIDTH - 4} y={y + 4} anchor="end" tone="dim" over>
              {`${text}: ${t('figure.notYet')}`}
            </Word>
          );
        const x = placeOf(at, span);
        const isRight = x > WIDTH / 2;
        return (
          <g key={stage}>
            <circle cx={x} cy={y} r={4} className={isForeseen ? 'fig-dot-open' : 'fig-dot'} />
            <Word
              x={isRight ? x - 8 : x + 8}
              y={y + 4}
              anchor={isRight ? 'end' : 'start'}
              tone={isForeseen ? 'dim' : 'ink'}
              over
            >
              {`${text} +${Math.round((at - zero) / 1000)} s`}
            </Word>
          </g>
        );
      })}
    </Canvas>
  );
}

/** What is waited for on a node: that it is given up, that the first of its pods has to go. */
function useForeseen(name: string, pods: readonly Pod[]): NodePast['foreseen'] {
  const lost = useStore(playbackStore, ({ waits }) => untilOf(waits, { kind: 'Node', name }, 'nodeNotHeardOf'));
  const evicted = useStore(playbackStore, ({ waits }) => {
    const own = pods.filter(({ spec }) => spec.nodeName === name);
    const places = own.map(({ metadata }) => ({ kind: 'Pod' as const, ...metadata }));
    const ends = places.flatMap((place) => untilOf(waits, place, 'eviction') ?? []);
    return ends.length === 0 ? untilOf(waits, { kind: 'Node', name }, 'eviction') : Math.min(...ends);
  });
  return { lost, evicted };
}

function untilOf(waits: WaitIndex, object: Parameters<typeof waitKey>[0], what: string): number | undefined {
  return waits.get(waitKey(object))?.find((row) => row.what === what)?.until;
}

/** What lies in a stack of marks that no zoom takes apart: a list at the mark, each line leads to its moment and its object. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ObjectPlace } from '../../client/why';
import { useSimulation } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { selectionStore } from '../stores/selectionStore';
import { clockText } from './clockText';
import type { MarkChoice } from './MarkShape';
import { type Mark, markOf } from './marks';
import { momentAt, useSeek } from './useSeek';

export type Stack = MarkChoice;

interface StackListProps {
  readonly stack: Stack;
  readonly object: ObjectPlace | undefined;
  readonly startedAt: number;
  onClose(): void;
}

const WIDTH = 280;

export function StackList({ stack, object, startedAt, onClose }: StackListProps) {
  const t = useText();
  const ref = useRef<HTMLDivElement>(null);
  const parts = useParts(stack, object);
  const seek = useSeek();
  const [place, setPlace] = useState({ left: 0, bottom: 0 });
  const { element } = stack;
  useLayoutEffect(() => {
    const { left, top } = element.getBoundingClientRect();
    setPlace({
      left: Math.max(8, Math.min(left, window.innerWidth - WIDTH - 8)),
      bottom: window.innerHeight - top + 4,
    });
    ref.current?.focus();
    return () => element.focus();
  }, [element]);
  useEffect(() => {
    const leave = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || ref.current?.contains(event.target) !== true) onClose();
    };
    window.addEventListener('pointerdown', leave, true);
    return () => window.removeEventListener('pointerdown', leave, true);
  }, [onClose]);
  return (
    <div
      ref={ref}
      className="bar-list"
      role="dialog"
      aria-label={t('timeline.stack', { count: stack.mark.count })}
      tabIndex={-1}
      style={{ ...place, width: WIDTH }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
    >
      <ul>
        {parts.map((part) => (
          <li key={`${part.lane} ${part.at} ${part.text}`}>
            <button
              type="button"
              onClick={() => {
                if (part.ref !== undefined) selectionStore.getState().select(part.ref);
                if (part.due !== true) void seek?.(momentAt(part.at));
                onClose();
              }}
            >
              <span className="num dim">{clockText(part.at - startedAt)}</span>
              <span className="wrap-anywhere">
                {part.text}
                {part.count > 1 ? ` x${part.count}` : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const MOST_PARTS = 60;

/** The single marks of a stack, as the engine tells them; what is drawn, where there is no engine. */
function useParts({ mark, row }: Stack, object: ObjectPlace | undefined): readonly Mark[] {
  const simulation = useSimulation();
  const [parts, setParts] = useState<readonly Mark[]>(() => mark.parts ?? [mark]);
  useEffect(() => {
    if (simulation === undefined || mark.due === true) return;
    let isOver = false;
    const narrowed = object === undefined ? {} : { object };
    const ask = async () => {
      const told = await simulation.insight({ type: 'lanes', from: mark.at, to: mark.until, apartMs: 0, ...narrowed });
      const own = told.filter(({ lane, type }) => row.lanes.includes(lane) && type !== 'heartbeat');
      if (!isOver && own.length > 0) setParts(own.slice(0, MOST_PARTS).map(markOf));
    };
    ask().catch(() => undefined); // What is drawn says enough.
    return () => {
      isOver = true;
    };
  }, [simulation, mark, row, object]);
  return parts;
}

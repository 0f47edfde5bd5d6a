/** One mark of the time bar: a button whose shape says what it was. */
import type { KeyboardEvent } from 'react';
import type { Row } from './lanes';
import type { MarkShape as ShapeName } from './marks';
import type { PlacedMark } from './placing';

/** A mark that was clicked, in its row, and where it lies on the screen. */
export interface MarkChoice {
  readonly mark: PlacedMark;
  readonly row: Row;
  readonly element: SVGGElement;
}

interface MarkShapeProps {
  readonly mark: PlacedMark;
  readonly row: Row;
  readonly isLabelled: boolean;
  onChoose(choice: MarkChoice): void;
}

const SHAPES: Readonly<Record<ShapeName, string>> = {
  deed: 'M0-5.5L5.5 0 0 5.5-5.5 0z',
  dot: 'M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z',
  warning: 'M0-5.5L6 5H-6z',
  death: 'M-2.3-5.5h4.6l3.2 3.2v4.6l-3.2 3.2h-4.6l-3.2-3.2v-4.6z',
  beat: 'M0-4v8',
};
const STYLES: Readonly<Record<ShapeName, string>> = {
  deed: 'mark',
  dot: 'mark',
  warning: 'warn',
  death: 'bad',
  beat: 'beat',
};

export function MarkShape({ mark, row, isLabelled, onChoose }: MarkShapeProps) {
  const { x, text, count, label, shape, due } = mark;
  const words = count > 1 ? `${text} x${count}` : text;
  const shown = isLabelled ? label : undefined;
  const choose = (element: SVGGElement) => onChoose({ mark, row, element });
  return (
    <g
      transform={`translate(${x} 0)`}
      className="mark-link"
      role="button"
      tabIndex={-1}
      // Whoever speaks what stands there must be understood: a label may be cut.
      aria-label={shown ?? words}
      data-at={mark.at}
      onClick={(event) => choose(event.currentTarget)}
      onKeyDown={(event: KeyboardEvent<SVGGElement>) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        choose(event.currentTarget);
      }}
    >
      <title>{words}</title>
      <circle className="mark-reach" r={9} />
      <path className={due === true ? 'todo' : STYLES[shape]} d={SHAPES[shape]} />
      {shown !== undefined ? (
        <text className="haloed" x={9} y={4}>
          {shown}
        </text>
      ) : null}
    </g>
  );
}

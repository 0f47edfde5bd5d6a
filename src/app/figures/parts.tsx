/** What live diagrams are drawn with: a canvas with a sentence for those who cannot see it, boxes, words, arrows, pods. */
import type { ReactNode } from 'react';
import type { PodStateName } from '../graph/podState';

/** Units across every diagram; about a pixel each in the panel. */
export const WIDTH = 340;

interface CanvasProps {
  /** Everything that the drawing says, as a sentence. */
  readonly label: string;
  readonly height: number;
  readonly children: ReactNode;
}

export function Canvas({ label, height, children }: CanvasProps) {
  return (
    <svg className="fig" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      <defs>
        <marker
          id="fig-head"
          viewBox="0 0 6 6"
          refX="5"
          refY="3"
          markerUnits="userSpaceOnUse"
          markerWidth="6"
          markerHeight="6"
          orient="auto"
        >
          <path d="M0 0 6 3 0 6z" className="fig-head" />
        </marker>
      </defs>
      {children}
    </svg>
  );
}

interface WordProps {
  readonly x: number;
  readonly y: number;
  readonly children: ReactNode;
  readonly tone?: 'ink' | 'dim' | 'bad' | 'ok' | 'strong';
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly mono?: boolean;
  /** It stands on a line of time, whose own lines do not cross it out. */
  readonly over?: boolean;
}

export function Word({ x, y, children, tone = 'ink', anchor = 'start', mono = false, over = false }: WordProps) {
  return (
    <text x={x} y={y} textAnchor={anchor} className={`fig-${tone}${mono ? ' fig-mono' : ''}${over ? ' fig-over' : ''}`}>
      {children}
    </text>
  );
}

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** `lit`: it has just had its turn; `open`: dashed, nothing is there yet; `bad`: it does not work. */
  readonly look?: 'plain' | 'lit' | 'open' | 'bad' | 'soft';
}

export function Box({ x, y, width, height, look = 'plain' }: BoxProps) {
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      rx={Math.min(5, height / 4)}
      className={`fig-box fig-box-${look}`}
    />
  );
}

interface ArrowProps {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly look?: 'plain' | 'lit' | 'open';
}

export function Arrow({ from, to, look = 'plain' }: ArrowProps) {
  return (
    <path
      d={`M${from[0]} ${from[1]}L${to[0]} ${to[1]}`}
      className={`fig-line fig-line-${look}`}
      markerEnd="url(#fig-head)"
    />
  );
}

/** Something failed, or was missed, there. */
export function Cross({ x, y }: { readonly x: number; readonly y: number }) {
  return <path d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} className="fig-cross" />;
}

interface GlyphProps {
  readonly x: number;
  readonly y: number;
  readonly state: PodStateName;
  readonly size?: number;
}

/** The outline of a pod's state, as everywhere on the page. */
export function Glyph({ x, y, state, size = 12 }: GlyphProps) {
  return <use href={`#g-${state}`} x={x} y={y} width={size} height={size} className={`g-${state}`} />;
}

/** `text` cut so that it fits into so many units of 11 px type. A name keeps its last part: objects of one owner differ in it alone. */
export function fitted(text: string, width: number): string {
  const most = Math.max(3, Math.floor(width / 6.1));
  if (text.length <= most) return text;
  const [end = ''] = /-[^-\s]{1,8}$/.exec(text) ?? [];
  const kept = text.includes(' ') || end.length > most - 4 ? '' : end;
  return `${text.slice(0, most - 1 - kept.length)}…${kept}`;
}

/** Draws the page's glyphs from one hidden sprite. */
import { memo } from 'react';
import type { PodStateName } from '../graph/podState';
import { iconShapes, stateShapes } from './shapes';

export type IconName = keyof typeof iconShapes;

const symbols = (prefix: string, shapes: Readonly<Record<string, string>>) =>
  Object.entries(shapes)
    .map(([name, shape]) => `<symbol id="${prefix}-${name}" viewBox="0 0 16 16">${shape}</symbol>`)
    .join('');
const SPRITE = symbols('g', stateShapes) + symbols('i', iconShapes);

/** Holds the symbols. Must stand once on the page. */
export const Sprite = memo(function Sprite() {
  // The markup is a constant of this program, never anything that was read.
  return <svg className="sprite" aria-hidden="true" dangerouslySetInnerHTML={{ __html: SPRITE }} />;
});

interface IconProps {
  readonly name: IconName;
  /** Edge in px; 16 unless given. */
  readonly size?: number;
}

/** A line icon. Decoration only: the words beside it, or the button's label, say what it means. */
export function Icon({ name, size }: IconProps) {
  return (
    <svg className="i" style={size === undefined ? undefined : { width: size, height: size }} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}

interface StateGlyphProps {
  readonly state: PodStateName;
  readonly size?: number;
}

/** The outline and hue of a pod state. Always stands beside its word. */
export function StateGlyph({ state, size }: StateGlyphProps) {
  return (
    <svg
      className={`g g-${state}`}
      style={size === undefined ? undefined : { width: size, height: size }}
      aria-hidden="true"
    >
      <use href={`#g-${state}`} />
    </svg>
  );
}

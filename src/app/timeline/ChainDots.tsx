/** The why-chain on the lanes: violet dots with the numbers that its cards have, joined in the order of time. */
import { useStore } from 'zustand';
import { whyStore } from '../why/whyStore';
import type { Row } from './lanes';
import { laneOfCard } from './marks';
import { positionOf, type Window } from './window';

interface ChainDotsProps {
  readonly rows: readonly Row[];
  readonly window: Window;
  readonly height: number;
  /** Of the first row. */
  readonly top: number;
}

/** Dots at one place of one row would hide each other: they stand side by side. */
const APART_PX = 15;

export function ChainDots({ rows, window, height, top }: ChainDotsProps) {
  const cards = useStore(whyStore, ({ chain }) => chain?.cards);
  if (cards === undefined) return null;
  const dots: { readonly number: number; readonly x: number; readonly y: number }[] = [];
  for (const [index, card] of cards.toReversed().entries()) {
    const lane = laneOfCard(card);
    const row = rows.findIndex(({ lanes }) => lanes.includes(lane));
    const open = rows.findLastIndex(({ lanes }) => lanes.includes(lane));
    const y = top + height * (Math.max(row, open) + 0.5);
    if (row < 0 || card.at < window.from || card.at > window.to || y < 0) continue;
    const last = dots.findLast((dot) => dot.y === y);
    const at = positionOf(card.at, window);
    dots.push({ number: index + 1, x: last === undefined ? at : Math.max(at, last.x + APART_PX), y });
  }
  return (
    <g className="chain">
      <path d={dots.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')} />
      {dots.map(({ number, x, y }) => (
        <g key={number} transform={`translate(${x} ${y})`}>
          <circle r={7} />
          <text y={4} textAnchor="middle">
            {number}
          </text>
        </g>
      ))}
    </g>
  );
}

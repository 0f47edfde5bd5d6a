/** The lines of the picture: solid for writes, dashed for watches, violet with numbers for the write that is asked about. */
import { useStore } from 'zustand';
import type { WriteActivity } from '../../client/activity';
import { useText } from '../i18n/useText';
import { ETCD_EDGE, type Journey } from './journey';
import { type Line, type PlaneLayout, shownEdge } from './planeLayout';
import { planeStore } from './planeStore';
import { writeText } from './words';

interface PlaneEdgesProps {
  readonly layout: PlaneLayout;
  readonly journey: Journey | undefined;
  readonly write: WriteActivity | undefined;
}

/** Numbers on the picture; the list beside it goes on. */
const MOST_NUMBERS = 9;
/** Words need so much room to the right of their line. */
const WORDS_PX = 124;

export function PlaneEdges({ layout, journey, write }: PlaneEdgesProps) {
  const kubelets = useStore(planeStore, ({ status }) => status?.kubelets);
  const paused = useStore(planeStore, ({ status }) => status?.paused);
  const isBroken = (actor: string) =>
    paused?.[actor as 'kube-scheduler'] !== undefined || // A name that is no component's has no entry.
    kubelets?.find(({ node }) => actor === `kubelet/${node}`)?.downSince !== undefined;
  const steps = numbersOf(layout, journey);
  return (
    <>
      <svg className="plane-edges" width={layout.width} height={layout.height} aria-hidden="true">
        {[...layout.lines].map(([edge, line]) => (
          <Edge key={edge} line={line} isAsked={steps.has(edge)} isBroken={isBroken(line.actor)} />
        ))}
        {layout.isSmall ? null : <BrokenMarks layout={layout} isBroken={isBroken} />}
      </svg>
      {[...steps].map(([edge, { numbers, isNext }]) => (
        <Numbers key={edge} line={layout.lines.get(edge)} width={layout.width} numbers={numbers} isNext={isNext}>
          {layout.isSmall ? null : <EdgeWords edge={edge} write={write} />}
        </Numbers>
      ))}
    </>
  );
}

function Edge({
  line,
  isAsked,
  isBroken,
}: {
  readonly line: Line;
  readonly isAsked: boolean;
  readonly isBroken: boolean;
}) {
  const { x, from, to, kind } = line;
  return (
    <path
      className="plane-line"
      data-kind={kind}
      data-asked={isAsked}
      data-broken={isBroken}
      d={`M${x} ${from}V${to}`}
    />
  );
}

/** A cross where nothing gets through. */
function BrokenMarks({ layout, isBroken }: { readonly layout: PlaneLayout; isBroken(actor: string): boolean }) {
  return [...layout.lines.values()]
    .filter(({ kind, actor }) => kind === 'watch' && isBroken(actor))
    .map(({ x, from, to, actor }) => (
      <path
        key={actor}
        className="plane-cross"
        transform={`translate(${x} ${(from + to) / 2})`}
        d="M-6 -6L6 6M6 -6L-6 6"
      />
    ));
}

interface Numbered {
  readonly numbers: number[];
  readonly isNext: boolean;
}

function numbersOf(layout: PlaneLayout, journey: Journey | undefined): ReadonlyMap<string, Numbered> {
  const steps = new Map<string, Numbered>();
  journey?.steps.forEach(({ edge, isNext }, index) => {
    const shown = shownEdge(layout, edge);
    if (shown === undefined || index >= MOST_NUMBERS) return;
    const known = steps.get(shown);
    if (isNext === true) {
      if (known === undefined) steps.set(shown, { numbers: [], isNext: true });
    } else if (known === undefined || known.isNext) steps.set(shown, { numbers: [index + 1], isNext: false });
    else known.numbers.push(index + 1);
  });
  return steps;
}

interface NumbersProps extends Numbered {
  /** Of the picture. */
  readonly width: number;
  readonly line: Line | undefined;
  readonly children: React.ReactNode;
}

function Numbers({ line, width, numbers, isNext, children }: NumbersProps) {
  if (line === undefined) return null;
  // Writes stand a little higher than deliveries, so that the words of neighbours pass each other.
  const [top, height] = [Math.min(line.from, line.to), Math.abs(line.to - line.from)];
  const y = top + height * (line.kind === 'write' ? 0.3 : 0.7);
  const isAtEnd = line.x > width - WORDS_PX;
  return (
    <div className="plane-numbers" data-end={isAtEnd} style={{ left: line.x, top: y - 9 }} aria-hidden="true">
      {isNext ? <span className="step plane-next" /> : null}
      {numbers.slice(0, 2).map((number) => (
        <span key={number} className="step">
          {number}
        </span>
      ))}
      {numbers.length > 2 ? <span className="plane-words">+{numbers.length - 2}</span> : null}
      {isNext || numbers.length > 1 ? null : children}
    </div>
  );
}

function EdgeWords({ edge, write }: { readonly edge: string; readonly write: WriteActivity | undefined }) {
  const t = useText();
  if (write === undefined) return null;
  const [stored] = write.stored;
  if (edge === ETCD_EDGE) {
    if (stored === undefined) return null;
    return <span className="plane-words">{t('controlPlane.edge.stored', { revision: stored.revision })}</span>;
  }
  if (edge.endsWith('>')) return <span className="plane-words">{writeText(write)}</span>;
  return stored === undefined ? null : (
    <span className="plane-words">{t('controlPlane.edge.watch', { event: stored.type })}</span>
  );
}

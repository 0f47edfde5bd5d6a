/** What lies over the canvas: views, zoom, counts of the far view, and the line that says that all this is simulated. */
import { useReactFlow, useStore as useFlowStore } from '@xyflow/react';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon, StateGlyph } from '../icons/Icon';
import { useText } from '../i18n/useText';
import type { LayoutSize } from '../layout/layoutSize';
import { lazyPanel, withPanelTexts } from '../layout/lazyPanel';
import { playbackStore } from '../stores/playbackStore';
import { useGraph } from './GraphContext';
import { POD_STATES } from './podState';
import { ViewSwitch } from './ViewSwitch';

const PictureDialog = lazy(() =>
  withPanelTexts(() =>
    import('../picture/PictureDialog').then(({ PictureDialog: component }) => ({ default: component })),
  ),
);
const RemoteProvenance = lazyPanel(async () => (await import('../realCluster/RemoteProvenance')).RemoteProvenance);

interface CanvasControlsProps {
  readonly size: LayoutSize;
  readonly nodes: number;
  /** Of the canvas, in px. */
  readonly width: number;
  /** The picture has one size: nothing to zoom. */
  readonly still?: true;
  readonly onFit: () => void;
}

export function CanvasControls({ size, nodes, width, still, onFit }: CanvasControlsProps) {
  const guest = size === 'embed' || size === 'tiny';
  const simulated = useSimulation() !== undefined;
  const graph = useGraph();
  const far = useStore(graph.store, (state) => state.far);
  return (
    <>
      {guest ? null : (
        <div className="canvas-ui canvas-top">
          <ViewSwitch keys={width >= 440} />
          <span className="grow" />
          {size === 'phone' || width < 440 ? null : (
            <div className="seg">
              {still ? null : <ZoomControls onFit={onFit} />}
              <PictureButton />
            </div>
          )}
        </div>
      )}
      {far && !guest && !still ? <StateCounts nodes={nodes} /> : null}
      {size === 'tiny' ? null : simulated ? (
        <Provenance short={size === 'embed' || width < 440} />
      ) : (
        <RemoteProvenance size={width < 440 ? 'phone' : size} />
      )}
    </>
  );
}

function ZoomControls({ onFit }: { readonly onFit: () => void }) {
  const t = useText();
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const percent = useFlowStore((state) => Math.round(state.transform[2] * 100));
  return (
    <>
      <button type="button" aria-label={t('graph.zoomOut')} title={t('graph.zoomOut')} onClick={() => zoomOut()}>
        <Icon name="minus" />
      </button>
      <button type="button" className="num" aria-label={t('graph.zoomReset', { percent })} onClick={() => zoomTo(1)}>
        {percent} %
      </button>
      <button type="button" aria-label={t('graph.zoomIn')} title={t('graph.zoomIn')} onClick={() => zoomIn()}>
        <Icon name="plus" />
      </button>
      <button type="button" aria-label={t('graph.fit')} title={t('graph.fit')} onClick={onFit}>
        <Icon name="fit" />
      </button>
    </>
  );
}

function PictureButton() {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-label={t('graph.picture')}
        title={t('graph.picture')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="down" />
      </button>
      {isOpen ? (
        <Suspense>
          <PictureDialog onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** How many pods are in which state; a click keeps only those strong. */
function StateCounts({ nodes }: { readonly nodes: number }) {
  const t = useText();
  const graph = useGraph();
  const { counts, total } = useStore(graph.index.placement);
  const filter = useStore(graph.store, (state) => state.filter);
  return (
    <div className="canvas-ui state-counts">
      {POD_STATES.filter((state) => counts[state] > 0 || state === filter).map((state) => (
        <button
          key={state}
          type="button"
          className="chip"
          aria-pressed={filter === state}
          onClick={() => graph.store.setState({ filter: filter === state ? undefined : state })}
        >
          <StateGlyph state={state} size={14} />
          <b className="num">{counts[state].toLocaleString('en')}</b>
          {t(`graph.state.${state}`)}
        </button>
      ))}
      <span className="dim">{t('graph.far.hint', { pods: total.toLocaleString('en'), nodes })}</span>
    </div>
  );
}

function Provenance({ short }: { readonly short: boolean }) {
  const t = useText();
  const profile = useStore(playbackStore, (state) => state.status?.profile);
  if (profile === undefined) return null;
  return (
    <div className="canvas-ui prov canvas-bottom">
      {short ? t('graph.provenance.short') : t('graph.provenance', { profile })}{' '}
      <a href="parity.txt" target="_blank" rel="noreferrer">
        {t('graph.provenance.differs')}
      </a>
    </div>
  );
}

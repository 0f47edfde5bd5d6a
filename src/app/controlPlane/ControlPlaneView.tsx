/** Who writes to the API server and who watches it: each write and each delivery as a pulse along its line. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useList, useSimulation } from '../cluster/ClusterContext';
import { CanvasControls } from '../graph/CanvasControls';
import { useText } from '../i18n/useText';
import type { LayoutSize } from '../layout/layoutSize';
import { useRoom } from '../layout/useRoom';
import { selectionStore } from '../stores/selectionStore';
import './controlPlane.css';
import { journeyOf } from './journey';
import { PlaneBoxes } from './PlaneBoxes';
import { PlaneEdges } from './PlaneEdges';
import { PlaneNews } from './PlaneNews';
import { planeLayout } from './planeLayout';
import { followActivity, planeStore, rowOf } from './planeStore';
import { Pulses } from './Pulses';

interface ControlPlaneViewProps {
  readonly size: LayoutSize;
}

export function ControlPlaneView({ size }: ControlPlaneViewProps) {
  const t = useText();
  const simulation = useSimulation();
  const [ref, room] = useRoom<HTMLElement>({ width: 800, height: 560 });
  useEffect(
    () => (simulation === undefined ? undefined : followActivity(simulation, () => selectionStore.getState().write)),
    [simulation],
  );
  return (
    <section ref={ref} className="canvas plane" data-size={size} aria-label={t('controlPlane.region')} tabIndex={-1}>
      {simulation === undefined ? (
        <div className="plane-note">
          <h2>{t('controlPlane.noSimulation')}</h2>
          <p>{t('controlPlane.noSimulation.text')}</p>
        </div>
      ) : (
        <Picture size={size} width={room.width} height={room.height} />
      )}
      <CanvasControls size={size} nodes={0} width={room.width} still onFit={() => {}} />
    </section>
  );
}

interface PictureProps extends ControlPlaneViewProps {
  readonly width: number;
  readonly height: number;
}

function Picture({ size, width, height }: PictureProps) {
  const t = useText();
  const nodes = useList('Node');
  const hasOthers = useStore(planeStore, ({ status }) => (status?.others.length ?? 0) > 0);
  const status = useStore(planeStore, (state) => state.status);
  // The engine knows the machines in their order; until it has spoken, the API's list does.
  const names = (status?.kubelets.map(({ node }) => node) ?? nodes.map(({ metadata }) => metadata.name).sort()).join();
  const layout = useMemo(
    () => planeLayout({ width, height }, size, names === '' ? [] : names.split(','), hasOthers),
    [width, height, size, names, hasOthers],
  );
  const asked = useStore(selectionStore, (state) => state.write);
  const row = useStore(planeStore, (state) => rowOf(state, asked));
  const deliveries = useStore(planeStore, (state) => state.deliveries);
  const journey = useMemo(() => {
    if (row === undefined) return undefined;
    const heard = row.write.stored.flatMap(({ revision }) => deliveries.get(revision) ?? []);
    return journeyOf(row.write, heard, status);
  }, [row, deliveries, status]);
  const isWide = size !== 'embed' && size !== 'tiny' && size !== 'phone';
  const below = layout.boxes.get('etcd');
  const kubelets = [...layout.boxes].find(([name]) => name.startsWith('kubelet'))?.[1];
  return (
    <>
      <div className="plane-scroll">
        <div className="plane-picture" style={{ width: layout.width, height: layout.height }}>
          <PlaneEdges layout={layout} journey={journey} write={row?.write} />
          <PlaneBoxes layout={layout} status={status} asked={row?.write} journey={journey} />
          <Pulses layout={layout} />
          {isWide && below !== undefined ? (
            <>
              <div className="plane-caption" style={{ left: 20, top: 60 }}>
                <b>{t('controlPlane.writers')}</b>
              </div>
              <div className="plane-caption" style={{ left: below.x, top: below.y + below.height + 4 }}>
                {t('controlPlane.onlyApi')}
              </div>
              {kubelets === undefined ? null : (
                <div className="plane-caption" style={{ left: kubelets.x, top: kubelets.y + kubelets.height + 4 }}>
                  <b>{t('controlPlane.kubelets')}</b> {t('controlPlane.onePerNode')}
                </div>
              )}
            </>
          ) : null}
        </div>
      </div>
      {isWide ? (
        <div className="canvas-ui prov plane-legend" aria-hidden="true">
          {(['write', 'watch'] as const).map((kind) => (
            <span key={kind}>
              <svg width="28" height="6">
                <path className="plane-line" data-kind={kind} d="M0 3h28" />
              </svg>
              {t(`controlPlane.${kind}`)}
            </span>
          ))}
        </div>
      ) : null}
      <PlaneNews size={size} />
    </>
  );
}

/** Which way requests go: client, Ingress, Service, endpoints, pods. */
import { useText } from '../i18n/useText';
import type { LayoutSize } from '../layout/layoutSize';
import { CanvasControls } from '../graph/CanvasControls';

interface TrafficViewProps {
  readonly size: LayoutSize;
}

export function TrafficView({ size }: TrafficViewProps) {
  const t = useText();
  return (
    <section className="canvas" data-size={size} aria-label={t('graph.view.traffic')} tabIndex={-1}>
      <CanvasControls size={size} nodes={0} width={0} onFit={() => {}} />
    </section>
  );
}

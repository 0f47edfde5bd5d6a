/** Who writes to the API server and who watches it. */
import { useText } from '../i18n/useText';
import type { LayoutSize } from '../layout/layoutSize';
import { CanvasControls } from '../graph/CanvasControls';

interface ControlPlaneViewProps {
  readonly size: LayoutSize;
}

export function ControlPlaneView({ size }: ControlPlaneViewProps) {
  const t = useText();
  return (
    <section className="canvas" data-size={size} aria-label={t('graph.view.controlPlane')} tabIndex={-1}>
      <CanvasControls size={size} nodes={0} width={0} onFit={() => {}} />
    </section>
  );
}

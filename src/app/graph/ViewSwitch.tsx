/** Chooses the picture of the cluster; keys 1 to 4 do the same. */
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { type GraphView, viewStore } from '../stores/viewStore';

/** In the order of their keys. */
export const GRAPH_VIEWS: readonly GraphView[] = ['nodes', 'owners', 'traffic', 'controlPlane'];

interface ViewSwitchProps {
  /** Shows the keys beside the words. */
  readonly keys: boolean;
}

export function ViewSwitch({ keys }: ViewSwitchProps) {
  const t = useText();
  const { view, show } = useStore(viewStore);
  return (
    <div className="seg" role="tablist" aria-label={t('graph.views')}>
      {GRAPH_VIEWS.map((name, index) => (
        <button key={name} type="button" role="tab" aria-selected={view === name} onClick={() => show(name)}>
          {t(`graph.view.${name}`)}
          {keys ? <kbd aria-hidden="true">{index + 1}</kbd> : null}
        </button>
      ))}
    </div>
  );
}

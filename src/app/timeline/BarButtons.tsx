/** In the corner of the bar: closer, further, all of the run, back to the playhead, and only what touched the selected object. */
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { Icon, type IconName } from '../icons/Icon';
import { selectionStore } from '../stores/selectionStore';
import { barStore } from './barStore';
import { type BarClock, type View, withMode, zoomed } from './window';

interface BarButtonsProps {
  readonly view: View;
  readonly clock: BarClock;
  change(how: (view: View) => View): void;
}

export function BarButtons({ view, clock, change }: BarButtonsProps) {
  const t = useText();
  const selected = useStore(selectionStore, (state) => state.selected);
  const { isSelectedOnly, setSelectedOnly } = useStore(barStore);
  // The playhead stays where it is, or what is in the middle if the playhead is out of sight.
  const anchor = ({ from, span }: View) =>
    clock.now >= from && clock.now <= from + span ? clock.now : from + span / 2;
  const zoom = (factor: number) => change((shown) => zoomed(shown, factor, anchor(shown), clock));
  return (
    <div className="bar-buttons" role="toolbar" aria-label={t('timeline.tools')} data-no-picture>
      <BarButton icon="minus" label={t('timeline.zoomOut')} onClick={() => zoom(2)} />
      <BarButton icon="plus" label={t('timeline.zoomIn')} onClick={() => zoom(0.5)} />
      <BarButton
        icon="fit"
        label={t('timeline.fit')}
        pressed={view.mode === 'fit'}
        onClick={() => change((shown) => withMode(shown, shown.mode === 'fit' ? 'follow' : 'fit', clock))}
      />
      <BarButton
        icon="sched"
        label={t('timeline.follow')}
        pressed={view.mode === 'follow'}
        onClick={() => change((shown) => withMode(shown, 'follow', clock))}
      />
      <BarButton
        icon="eye"
        label={
          selected === undefined ? t('timeline.onlySelected.none') : t('timeline.onlySelected', { name: selected.name })
        }
        pressed={isSelectedOnly}
        disabled={selected === undefined && !isSelectedOnly}
        onClick={() => setSelectedOnly(!isSelectedOnly)}
      />
    </div>
  );
}

interface BarButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  onClick(): void;
}

function BarButton({ icon, label, pressed, disabled, onClick }: BarButtonProps) {
  return (
    <button type="button" aria-label={label} title={label} aria-pressed={pressed} disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={14} />
    </button>
  );
}

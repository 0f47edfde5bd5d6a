/** What is left of the files panel when it is folded. */
import { useStore } from 'zustand';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { panelStore } from '../stores/panelStore';
import { terminalStore } from '../terminal/terminalStore';
import type { LayoutSlots } from './slots';

export function SideRail({ slots }: { readonly slots: LayoutSlots }) {
  const t = useText();
  const setOpen = useStore(panelStore, (state) => state.setOpen);
  const label = (panel: 'files' | 'terminal') => t('panel.open', { panel: t(`panel.${panel}`) });
  return (
    <nav className="rail" aria-label={t('panel.list')}>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={label('files')}
        title={label('files')}
        onClick={() => setOpen('files', true)}
      >
        <Icon name="file" />
      </button>
      {slots.terminal === undefined ? null : (
        <button
          type="button"
          className="btn quiet icon"
          aria-label={label('terminal')}
          title={label('terminal')}
          onClick={() => terminalStore.getState().open()}
        >
          <Icon name="term" />
        </button>
      )}
    </nav>
  );
}

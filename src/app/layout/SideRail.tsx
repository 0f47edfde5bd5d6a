/** What is left of the files panel when it is folded. */
import { useStore } from 'zustand';
import { IconButton } from '../icons/IconButton';
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
      <IconButton icon="file" label={label('files')} onClick={() => setOpen('files', true)} />
      {slots.terminal === undefined ? null : (
        <IconButton icon="term" label={label('terminal')} onClick={() => terminalStore.getState().open()} />
      )}
    </nav>
  );
}

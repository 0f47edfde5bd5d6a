/** In the place of Share on a real cluster: its manifests as files, or a simulated twin of it. */
import { DropdownMenu } from 'radix-ui';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import '../actions/actions.css';
import type { SlotProps } from '../layout/slots';
import { twinStore } from './twinStore';

export function TwinButton({ size }: SlotProps) {
  const t = useText();
  const { setDialog } = twinStore.getState();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="btn">
          <Icon name="share" />
          {size === 'phone' ? <span className="sr-only">{t('twin.button')}</span> : t('twin.button')}
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end">
          <DropdownMenu.Item className="mi" onSelect={() => setDialog('copy')}>
            <Icon name="logo" />
            {t('twin.copy.title')}
          </DropdownMenu.Item>
          <DropdownMenu.Item className="mi" onSelect={() => setDialog('export')}>
            <Icon name="down" />
            {t('twin.export.title')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

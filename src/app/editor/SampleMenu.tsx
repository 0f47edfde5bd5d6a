/** What the plus of the file tabs offers: an empty file, or a manifest to begin with. Loaded when it first opens. */
import { DropdownMenu } from 'radix-ui';
import { useStore } from 'zustand';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { draftStore } from './draftStore';
import { samples } from './samples';
import '../actions/actions.css';

interface SampleMenuProps {
  readonly anchor: { readonly left: number; readonly bottom: number };
  onClose(): void;
}

export function SampleMenu({ anchor, onClose }: SampleMenuProps) {
  const t = useText();
  const { open, add } = useStore(draftStore);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" aria-hidden="true" style={{ left: anchor.left, top: anchor.bottom }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" aria-label={t('editor.add')} collisionPadding={8}>
          <DropdownMenu.Item className="mi" onSelect={add}>
            <Icon name="file" />
            <span>{t('editor.empty')}</span>
          </DropdownMenu.Item>
          <hr />
          <DropdownMenu.Label className="menu-title">{t('editor.samples')}</DropdownMenu.Label>
          {samples.map(({ name, title, text }) => (
            <DropdownMenu.Item key={name} className="mi" onSelect={() => open(name, text)}>
              <Icon name="file" />
              <span>{t(title)}</span>
              <small>{name}</small>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

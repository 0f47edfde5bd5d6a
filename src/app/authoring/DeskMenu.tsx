/** The menus of the desk: a button that opens them, and their entries. */
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icons/Icon';

interface DeskMenuProps {
  readonly icon: IconName;
  readonly label: string;
  readonly align: 'start' | 'end';
  readonly children: ReactNode;
}

export function DeskMenu({ icon, label, align, children }: DeskMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="btn author-small">
          <Icon name={icon} size={14} />
          {label}
          <Icon name="chev" size={12} />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu author-menu" align={align} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  readonly text: string;
  readonly hint?: string;
  act(): unknown;
}

export function Item({ text, hint, act }: ItemProps) {
  return (
    <DropdownMenu.Item className="mi" onSelect={act}>
      <span>
        {text}
        {hint === undefined ? null : <span className="dim text-12 author-hint">{hint}</span>}
      </span>
    </DropdownMenu.Item>
  );
}

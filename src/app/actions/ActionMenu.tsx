/** The menu at the pointer: every action of one object, each with its command. Loaded when it first opens. */
import { DropdownMenu } from 'radix-ui';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useObject } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { refKey } from '../stores/selectionStore';
import { actionStore, type OpenMenu } from './actionStore';
import './actions.css';
import { type Target, targetOf } from './target';
import { lineText, useActionsFor, useStartAction } from './useActions';

export function ActionMenu({ menu }: { readonly menu: OpenMenu }) {
  const t = useText();
  const close = useStore(actionStore, (state) => state.closeMenu);
  const start = useStartAction();
  const target = useMenuTarget(menu);
  const all = useActionsFor(target);
  if (target === undefined || all.length === 0) return null;
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => (open ? undefined : close())}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" aria-hidden="true" style={{ left: menu.x, top: menu.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" aria-label={t('actions.list')} collisionPadding={8}>
          <DropdownMenu.Label className="menu-title ell">{menu.ref?.name ?? t('top.defaultRun')}</DropdownMenu.Label>
          {all.map((action) => (
            <DropdownMenu.Item key={action.id} className="mi" onSelect={() => void start(action, target)}>
              <Icon name={action.icon} />
              <span>{t(action.label)}</span>
              {action.key === undefined ? null : <kbd>{action.key === 'Delete' ? 'Del' : action.key}</kbd>}
              <small>{lineText(action.line(target, {}), t)}</small>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const CLUSTER: Target = { type: 'cluster' };

function useMenuTarget({ ref }: OpenMenu): Target | undefined {
  const object = useObject(ref?.kind ?? 'Node', ref === undefined ? undefined : refKey(ref));
  return useMemo(() => {
    if (ref === undefined) return CLUSTER;
    return object === undefined ? undefined : targetOf(ref.kind, object, ref.container);
  }, [ref, object]);
}

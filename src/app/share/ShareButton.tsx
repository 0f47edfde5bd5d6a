/** The Share button of the top bar; key `S`. */
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { shareStore } from './shareStore';

/** The share slot. A real cluster cannot be put into a link. */
export function ShareButton({ size }: SlotProps) {
  const t = useText();
  const simulation = useSimulation();
  if (simulation === undefined) return null;
  const small = size === 'phone';
  return (
    <button
      type="button"
      className="btn"
      aria-haspopup="dialog"
      aria-keyshortcuts="S"
      onClick={() => shareStore.getState().setOpen(true)}
    >
      <Icon name="share" />
      {small ? <span className="sr-only">{t('share.button')}</span> : t('share.button')}
      {small ? null : <kbd aria-hidden="true">S</kbd>}
    </button>
  );
}

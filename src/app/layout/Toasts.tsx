/** Short messages at the lower right, announced to screen readers. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Icon, type IconName } from '../icons/Icon';
import { IconButton } from '../icons/IconButton';
import { useText } from '../i18n/useText';
import { courseStore } from '../lesson/courseStore';
import { type Toast, toastStore } from '../stores/toastStore';

const SHOWN_MS = 6_000;
const icons: Readonly<Record<Toast['tone'], IconName>> = { done: 'check', warning: 'warn', error: 'warn' };

interface ToastsProps {
  /** They stand in the dialog that covers the page, not in the page. */
  readonly isInDialog?: boolean;
}

export function Toasts({ isInDialog = false }: ToastsProps) {
  const t = useText();
  const toasts = useStore(toastStore, (state) => state.toasts);
  const isCovered = useStore(courseStore, (state) => state.isWriting);
  if (isCovered !== isInDialog) return null;
  return (
    <section className="toasts" aria-label={t('toast.list')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const t = useText();
  const dismiss = useStore(toastStore, (state) => state.dismiss);
  const { id, tone, stays, title, text, action } = toast;
  useEffect(() => {
    if (tone === 'error' || stays === true) return; // Errors wait for the person.
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [dismiss, id, tone, stays]);
  return (
    <div className="toast" data-tone={tone}>
      <Icon name={icons[tone]} />
      <div className="grow">
        <b className="wrap-anywhere">{title}</b>
        {text === undefined ? null : <div className="ink2 text-12 wrap-anywhere">{text}</div>}
        {action === undefined ? null : (
          <button
            type="button"
            className="btn"
            onClick={() => {
              action.run();
              dismiss(id);
            }}
          >
            {action.label}
          </button>
        )}
      </div>
      <IconButton icon="x" label={t('toast.close')} size={14} onClick={() => dismiss(id)} />
    </div>
  );
}

/** The frame of the dialogs about copies of clusters: a title, a sentence, what is in it, and its buttons. */
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import type { TextKey } from '../i18n/text';
import './twin.css';
import { twinStore } from './twinStore';

interface TwinFrameProps {
  readonly title: TextKey;
  readonly text: TextKey;
  /** Of the button that closes it. */
  readonly closing: TextKey;
  /** Stand before the button that closes, and after it. */
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  readonly children: ReactNode;
}

export function TwinFrame({ title, text, closing, before, after, children }: TwinFrameProps) {
  const t = useText();
  return (
    <DialogFrame title={t(title)} className="twin-dialog" onClose={closeTwinDialog}>
      <Dialog.Description className="ink2">{t(text)}</Dialog.Description>
      {children}
      <div className="dialog-buttons twin-buttons">
        {before}
        <Dialog.Close asChild>
          <button type="button" className="btn quiet">
            {t(closing)}
          </button>
        </Dialog.Close>
        {after}
      </div>
    </DialogFrame>
  );
}

/** Closes whichever is open. */
export function closeTwinDialog(): void {
  twinStore.getState().setDialog(undefined);
}

/** The frame of every dialog: over the page, with a title, closed by Escape, by a press beside it, or by `Dialog.Close` within. */
import { Dialog } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import '../actions/actions.css';
import { IconButton } from '../icons/IconButton';
import { useOpener } from './useOpener';

interface DialogFrameProps extends Omit<ComponentProps<typeof Dialog.Content>, 'title'> {
  readonly title: ReactNode;
  /** Names a button beside the title that closes; absent: what stands within closes. */
  readonly close?: string;
  onClose(): void;
}

/** All but the title goes to the dialog itself. Without a `Dialog.Description` within, say `aria-describedby={undefined}`. */
export function DialogFrame({ title, close, onClose, className, children, ...rest }: DialogFrameProps) {
  const { 'data-no-picture': isNoPicture } = rest as { readonly 'data-no-picture'?: boolean }; // It may be among them.
  const giveBack = useOpener();
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" data-no-picture={isNoPicture} />
        <Dialog.Content
          className={className === undefined ? 'dialog' : `dialog ${className}`}
          onCloseAutoFocus={giveBack}
          {...rest}
        >
          {close === undefined ? (
            <Title>{title}</Title>
          ) : (
            <header className="row">
              <Title>{title}</Title>
              <span className="grow" />
              <Dialog.Close asChild>
                <IconButton icon="x" label={close} />
              </Dialog.Close>
            </header>
          )}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Title({ children }: { readonly children: ReactNode }) {
  return (
    <Dialog.Title asChild>
      <h2>{children}</h2>
    </Dialog.Title>
  );
}

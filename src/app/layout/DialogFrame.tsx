/** The frame of every dialog: over the page, with a title, closed by Escape, by a press beside it, or by `Dialog.Close` within. */
import { Dialog } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import '../actions/actions.css';

interface DialogFrameProps extends Omit<ComponentProps<typeof Dialog.Content>, 'title'> {
  readonly title: ReactNode;
  onClose(): void;
}

/** All but the title goes to the dialog itself. Without a `Dialog.Description` within, say `aria-describedby={undefined}`. */
export function DialogFrame({ title, onClose, className, children, ...rest }: DialogFrameProps) {
  const { 'data-no-picture': isNoPicture } = rest as { readonly 'data-no-picture'?: boolean }; // It may be among them.
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" data-no-picture={isNoPicture} />
        <Dialog.Content className={className === undefined ? 'dialog' : `dialog ${className}`} {...rest}>
          <Dialog.Title asChild>
            <h2>{title}</h2>
          </Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A button that shows an icon alone: its name is for those who hear it, and for a pointer that rests on it. */
import type { ComponentProps } from 'react';
import { Icon, type IconName } from './Icon';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'type'> {
  readonly icon: IconName;
  readonly label: string;
  readonly size?: number;
}

/** What stands beside the name goes to the button itself; a `title` of its own may say more than the name. */
export function IconButton({ icon, label, size, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`btn quiet icon ${className}`.trimEnd()}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} {...(size === undefined ? {} : { size })} />
    </button>
  );
}

/** A time that can be clicked: the clock goes there. Plain text against a real cluster. */
import type { ReactNode } from 'react';
import { useText } from '../i18n/useText';
import { momentAt, useSeek } from './useSeek';

interface MomentLinkProps {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  readonly children: ReactNode;
}

export function MomentLink({ at, children }: MomentLinkProps) {
  const t = useText();
  const seek = useSeek();
  if (seek === undefined) return children;
  return (
    <button
      type="button"
      className="moment"
      title={t('timeline.goThere')}
      onClick={(event) => {
        event.stopPropagation();
        seek(momentAt(at));
      }}
    >
      {children}
    </button>
  );
}

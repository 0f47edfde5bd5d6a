/** A time that can be clicked: the clock goes there. Plain text against a real cluster. */
import type { ReactNode } from 'react';
import { useText } from '../i18n/useText';
import { momentAt, secondOf, useSeek } from './useSeek';

interface MomentLinkProps {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  /** `at` is a stamp that is cut to seconds, as those of the API are: the clock goes to the end of that second. */
  readonly isStamp?: boolean;
  readonly children: ReactNode;
}

export function MomentLink({ at, isStamp = false, children }: MomentLinkProps) {
  const t = useText();
  const seek = useSeek();
  if (seek === undefined || !Number.isFinite(at)) return children;
  return (
    <button
      type="button"
      className="moment"
      title={t('timeline.goThere')}
      onClick={(event) => {
        event.stopPropagation();
        void seek(momentAt(isStamp ? secondOf(at) : at));
      }}
    >
      {children}
    </button>
  );
}

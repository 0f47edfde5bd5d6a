/** The frame of one component in the picture. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ControlPlaneStatus, WriteActivity } from '../../client/activity';
import { Icon, type IconName } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { shortClock } from '../timeline/clockText';
import { useActorGlow } from '../why/glow';
import type { Rect } from './planeLayout';

/** What every box is given. */
export interface PartProps {
  readonly rect: Rect;
  readonly isSmall: boolean;
}
/** And those that show how things are. */
export interface StatusProps extends PartProps {
  readonly status: ControlPlaneStatus | undefined;
  readonly asked: WriteActivity | undefined;
}

interface BoxProps {
  readonly rect: Rect;
  readonly icon: IconName;
  readonly name: string;
  /** As causes call it; absent: the name. */
  readonly actor?: string;
  /** Right of the name. */
  readonly aside?: ReactNode;
  readonly isLost?: boolean;
  readonly isServer?: boolean;
  readonly children?: ReactNode;
}

/** A box with a name; `isLost` hatches it. */
export function Box({ rect, icon, name, actor = name, aside, isLost = false, isServer = false, children }: BoxProps) {
  const { x, y, width, height } = rect;
  const t = useText();
  const steps = useActorGlow(actor);
  return (
    <section
      className={`node plane-box${isLost ? ' lost' : ''}`}
      data-server={isServer}
      data-tight={width < 146}
      style={{ left: x, top: y, width, height }}
      data-glow={steps}
      aria-label={name}
      aria-description={steps === undefined ? undefined : t('graph.why', { steps })}
    >
      <div className="plane-head">
        <Icon name={icon} />
        <h3>{name}</h3>
        {aside === undefined ? null : (
          <>
            <span className="grow" />
            <span className="dim num plane-aside">{aside}</span>
          </>
        )}
      </div>
      {children}
    </section>
  );
}

/** An instant as the clock of the page shows it. */
export function useInstant(at: number): string {
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  return shortClock(at - startedAt);
}

/** Switches for what a cluster may lack: an ingress controller, a cloud that hands out load balancers. */
import { useStore } from 'zustand';
import { useSyncExternalStore, useCallback } from 'react';
import { useAllObjects } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { isPlaying, playbackStore } from '../stores/playbackStore';
import { type Switch, switches, switchesOn } from './switches';
import { useRunLine } from '../sending/useSend';

interface TrafficBarProps {
  /** How many Ingresses there are: without a controller they do nothing. */
  readonly ingresses: number;
}

export function TrafficBar({ ingresses }: TrafficBarProps) {
  const t = useText();
  const states = useSwitches();
  const paused = useStore(playbackStore, (state) => state.status !== undefined && !isPlaying(state));
  return (
    <div className="canvas-ui traffic-bar">
      {switches.map((one) => (
        <SwitchChip
          key={one.name}
          one={one}
          isOn={states.includes(one.name)}
          isMissed={one.name === 'ingress' && ingresses > 0}
        />
      ))}
      {paused ? <span className="chip">{t('traffic.paused')}</span> : null}
    </div>
  );
}

interface SwitchChipProps {
  readonly one: Switch;
  readonly isOn: boolean;
  /** Something waits for it. */
  readonly isMissed: boolean;
}

function SwitchChip({ one, isOn, isMissed }: SwitchChipProps) {
  const t = useText();
  const run = useRunLine();
  const line = isOn ? one.off : one.on;
  const state: TextKey = isOn ? `traffic.switch.${one.name}.on` : `traffic.switch.${one.name}.off`;
  return (
    <span className={!isOn && isMissed ? 'chip warn' : 'chip'}>
      {!isOn && isMissed ? <Icon name="warn" size={14} /> : null}
      {t(state)}
      {run === undefined ? null : (
        <button type="button" className="linklike nopan" title={line} onClick={() => run(line)}>
          {t(isOn ? 'traffic.switch.disable' : 'traffic.switch.enable')}
          <span className="sr-only">{`: ${t(state)}, ${line}`}</span>
        </button>
      )}
    </span>
  );
}

/** The names of those that are on, kept up to date whichever namespace is shown. */
function useSwitches(): string {
  const objects = useAllObjects();
  const subscribe = useCallback((listener: () => void) => objects.onKind('Deployment', listener), [objects]);
  return useSyncExternalStore(subscribe, () => switchesOn(objects.list('Deployment')).join(' '));
}

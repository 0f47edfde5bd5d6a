/** The overlay slot of a page on a real cluster: what every page has, and the word on the way to the cluster. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useObjects } from '../cluster/ClusterContext';
import { Overlay } from '../firstRun/Overlay';
import type { SlotProps } from '../layout/slots';
import { remoteStore } from '../stores/remoteStore';
import { RefusedKinds } from './RefusedKinds';
import { RemoteBanner } from './RemoteBanner';

export function RemoteOverlay(props: SlotProps) {
  useRetryOnReturn();
  return (
    <>
      <Overlay {...props} />
      <RemoteBanner />
      <RefusedKinds />
    </>
  );
}

/** When the way is found again, nobody waits for the end of a pause. */
function useRetryOnReturn(): void {
  const objects = useObjects();
  const isConnected = useStore(remoteStore, ({ status }) => status?.health.type === 'connected');
  const wasLost = useRef(false);
  useEffect(() => {
    if (isConnected && wasLost.current) objects.retry();
    wasLost.current = !isConnected;
  }, [isConnected, objects]);
}

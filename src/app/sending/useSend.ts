/** Sends requests the honest way: the line runs in the terminal of the page, seen or not. */
import { useCallback, useMemo } from 'react';
import { useBackend, useList, useObjects } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import { panelStore } from '../stores/panelStore';
import { useHasTerminal } from '../terminal/PutIntoTerminal';
import type { SendScene } from './sending';

/** What decides how things are reached, kept up to date. */
export function useSendScene(): SendScene {
  const services = useList('Service');
  const nodes = useList('Node');
  const pods = useList('Pod');
  return useMemo(() => ({ services, nodes, pods }), [services, nodes, pods]);
}

/** Runs a line in the terminal; undefined where the page has none. */
export function useRunLine(): ((line: string) => void) | undefined {
  const backend = useBackend();
  const objects = useObjects();
  const t = useText();
  const { embed } = usePageQuery();
  const hasTerminal = useHasTerminal();
  const run = useCallback(
    (line: string) => {
      // On a phone this opens nothing: the picture stays, and the terminal remembers.
      if (!embed) panelStore.getState().setOpen('terminal', true);
      void import('../terminal/useSession').then(({ runInSession }) => runInSession(backend, objects, t, line));
    },
    [backend, objects, t, embed],
  );
  return hasTerminal ? run : undefined;
}

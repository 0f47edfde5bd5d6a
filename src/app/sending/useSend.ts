/** Sends requests the honest way: the line runs in the terminal of the page, seen or not. */
import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Service } from '../../api/core/service';
import { useBackend, useList, useObjects } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import { namespaceStore } from '../stores/namespaceStore';
import { panelStore } from '../stores/panelStore';
import type { SendScene } from './sending';

/** The Service of an ingress controller is a part of that: the controller is drawn as the Ingresses that it serves. */
const CONTROLLERS = 'ingress-nginx';

/** The Services that are shown: those of ingress controllers only if all or their own are asked for. */
export function useOpenServices(): readonly Service[] {
  const services = useList('Service');
  const isAsked = useStore(namespaceStore, ({ shown, withSystem }) => shown !== undefined || withSystem);
  return useMemo(
    () => (isAsked ? services : services.filter(({ metadata }) => metadata.namespace !== CONTROLLERS)),
    [services, isAsked],
  );
}

/** What decides how things are reached, kept up to date. */
export function useSendScene(): SendScene {
  const services = useOpenServices();
  const nodes = useList('Node');
  const pods = useList('Pod');
  return useMemo(() => ({ services, nodes, pods }), [services, nodes, pods]);
}

/** Runs a line in the terminal, shown or not; undefined where no engine can be reached. */
export function useRunLine(): ((line: string) => void) | undefined {
  const backend = useBackend();
  const objects = useObjects();
  const t = useText();
  const { embed } = usePageQuery();
  const run = useCallback(
    (line: string) => {
      // On a phone this opens nothing: the picture stays. In a slide there is no room for both.
      if (!embed) panelStore.getState().setOpen('terminal', true);
      void import('../terminal/useTerminalSession').then(({ runInSession }) => runInSession(backend, objects, t, line));
    },
    [backend, objects, t, embed],
  );
  return backend.openPort === undefined ? undefined : run;
}

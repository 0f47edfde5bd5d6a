/** The page: an engine, the frame, and the panels in their places. */
import type { Backend } from './cluster/backend';
import { ClusterProvider } from './cluster/ClusterContext';
import { useEngine } from './cluster/useEngine';
import { GraphView } from './graph/GraphView';
import { Sprite } from './icons/Icon';
import { CrashDialog } from './firstRun/CrashDialog';
import { Silence } from './firstRun/Silence';
import { Layout } from './layout/Layout';
import { PageProvider } from './layout/PageContext';
import type { LayoutSlots } from './layout/slots';
import type { PageQuery } from './links/query';

interface AppProps {
  readonly query: PageQuery;
  /** Makes what stands behind the page. */
  readonly createBackend: () => Backend;
  readonly slots: LayoutSlots;
}

export function App({ query, createBackend, slots }: AppProps) {
  const { backend, objects, restart, crashedRun } = useEngine(createBackend);
  return (
    <PageProvider value={query}>
      <ClusterProvider backend={backend} objects={objects}>
        <Sprite />
        <Layout slots={slots} graph={GraphView} />
        <Silence />
        <CrashDialog run={crashedRun} onRestart={restart} />
      </ClusterProvider>
    </PageProvider>
  );
}

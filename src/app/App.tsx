/** The page: an engine, the frame, and the panels in their places. */
import type { Backend } from './cluster/backend';
import { ClusterProvider } from './cluster/ClusterContext';
import { useEngine } from './cluster/useEngine';
import { GraphView } from './graph/GraphView';
import { Sprite } from './icons/Icon';
import { CrashDialog } from './firstRun/CrashDialog';
import { Layout } from './layout/Layout';
import { PageProvider } from './layout/PageContext';
import type { PageQuery } from './links/query';
import { panels } from './panels';

interface AppProps {
  readonly query: PageQuery;
  /** Makes what stands behind the page. */
  readonly createBackend: () => Backend;
}

export function App({ query, createBackend }: AppProps) {
  const { backend, objects, restart, crashedRun } = useEngine(createBackend);
  return (
    <PageProvider value={query}>
      <ClusterProvider backend={backend} objects={objects}>
        <Sprite />
        <Layout slots={panels} graph={GraphView} />
        <CrashDialog run={crashedRun} onRestart={restart} />
      </ClusterProvider>
    </PageProvider>
  );
}

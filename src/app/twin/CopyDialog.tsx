/** A real cluster's objects become a simulated twin in a page of its own. Values of Secrets are dropped as they arrive. */
import { useEffect, useState } from 'react';
import type { KubeClient } from '../../client/client';
import { liveObjects } from '../../manifests/liveObjects';
import type { Twin } from '../../manifests/importCluster';
import { useClient } from '../cluster/ClusterContext';
import { createWorkerBackend } from '../cluster/workerBackend';
import { useText } from '../i18n/useText';
import { download, runFileText } from '../share/runFile';
import { toastStore } from '../stores/toastStore';
import { answerOf } from './answerOf';
import { openTwinPage } from './handOver';
import { makeTwin } from './openTwin';
import { closeTwinDialog, TwinFrame } from './TwinFrame';
import { TwinSummary } from './TwinSummary';

type Copy =
  | { readonly type: 'working' }
  | { readonly type: 'ready'; readonly twin: Twin }
  | { readonly type: 'failed'; readonly why: string };

export function CopyDialog() {
  const t = useText();
  const client = useClient();
  const [copy, setCopy] = useState<Copy>({ type: 'working' });
  useEffect(() => {
    let isCurrent = true;
    twinOfCluster(client).then(
      (twin) => isCurrent && setCopy({ type: 'ready', twin }),
      (error: unknown) =>
        isCurrent && setCopy({ type: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [client]);
  const open = ({ run }: Twin) => {
    if (openTwinPage(run)) return closeTwinDialog();
    toastStore.getState().show({ tone: 'error', title: t('twin.noWindow') });
    return undefined;
  };
  return (
    <TwinFrame
      title="twin.copy.title"
      text="twin.copy.text"
      closing="actions.cancel"
      after={
        copy.type === 'ready' ? (
          <>
            <button
              type="button"
              className="btn"
              onClick={() => download('kubeloop-twin.json', runFileText(copy.twin.run))}
            >
              {t('share.export')}
            </button>
            <button type="button" className="btn primary" onClick={() => open(copy.twin)}>
              {t('twin.copy.open')}
            </button>
          </>
        ) : null
      }
    >
      {copy.type === 'working' ? <p role="status">{t('twin.working')}</p> : null}
      {copy.type === 'failed' ? (
        <p className="callout warn" role="alert">
          {copy.why}
        </p>
      ) : null}
      {copy.type === 'ready' ? <TwinSummary twin={copy.twin} /> : null}
    </TwinFrame>
  );
}

/** Lists the cluster, and asks an engine of its own which images it has. The twin starts at the present moment. */
async function twinOfCluster(client: KubeClient): Promise<Twin> {
  const live = await liveObjects(answerOf(client), { withNodes: true });
  const engine = createWorkerBackend();
  try {
    const { simulation } = engine;
    if (simulation === undefined) throw new Error('the engine has no simulation');
    return await makeTwin(simulation, live, Date.now());
  } finally {
    engine.close();
  }
}

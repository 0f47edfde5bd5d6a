/** What a twin will have, before it is opened. */
import type { Twin } from '../../manifests/importCluster';
import { useText } from '../i18n/useText';
import { NoteList } from './NoteList';

const WORKLOADS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
];

export function TwinSummary({ twin: { run, counts, notes } }: { readonly twin: Twin }) {
  const t = useText();
  const workloads = WORKLOADS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  const objects = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <p role="status">{t('twin.summary', { nodes: run.nodes.length, workloads, objects })}</p>
      <details className="text-12">
        <summary>{t('twin.kinds')}</summary>
        <p className="mono">
          {Object.entries(counts)
            .map(([kind, count]) => `${count} ${kind}`)
            .join(', ')}
        </p>
      </details>
      <p className="callout">{t('twin.secrets')}</p>
      {notes.length === 0 ? null : (
        <>
          <h3 className="cap">{t('twin.notes')}</h3>
          <NoteList notes={notes} />
        </>
      )}
    </>
  );
}

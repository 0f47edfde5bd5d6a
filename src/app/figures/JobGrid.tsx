/** A Job as a grid: one cell for each completion that is wanted, and how many pods may run at once. */
import type { Job } from '../../api/batch/job';
import type { Pod } from '../../api/core/pod';
import { useList } from '../cluster/ClusterContext';
import { podState } from '../graph/podState';
import { useText } from '../i18n/useText';
import { Box, Canvas, fitted, Glyph, WIDTH, Word } from './parts';
import { useSubject } from './subject';

const COLUMNS = 10;
const MOST_CELLS = 40;

export function JobGrid() {
  const t = useText();
  const job = useSubject('Job');
  const pods = useList('Pod');
  if (job === undefined) return <p>{t('figure.noJob')}</p>;
  const own = pods.filter(
    ({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === job.metadata.uid) === true,
  );
  return <Grid job={job} pods={own} />;
}

function Grid({ job: { metadata, spec, status }, pods }: { readonly job: Job; readonly pods: readonly Pod[] }) {
  const t = useText();
  const { succeeded = 0, failed = 0 } = status;
  const running = pods.filter((pod) => pod.status.phase === 'Pending' || pod.status.phase === 'Running');
  const wanted = spec.completions ?? Math.max(1, succeeded + running.length);
  const cells = Math.min(wanted, MOST_CELLS);
  const parallelism = spec.parallelism ?? 1;
  const step = (WIDTH - 2) / COLUMNS;
  const rows = Math.ceil(cells / COLUMNS);
  const facts = t('figure.job', {
    name: metadata.name,
    succeeded,
    wanted,
    running: running.length,
    parallelism,
    failed,
  });
  const bottom = 22 + rows * step;
  return (
    <Canvas label={facts} height={bottom + 42}>
      <Word x={2} y={11} tone="strong">
        {fitted(metadata.name, WIDTH)}
      </Word>
      {Array.from({ length: cells }, (_, index) => {
        const x = 1 + (index % COLUMNS) * step;
        const y = 20 + Math.floor(index / COLUMNS) * step;
        const pod = running[index - succeeded];
        return (
          <g key={index}>
            <Box
              x={x}
              y={y}
              width={step - 5}
              height={step - 5}
              look={index < succeeded ? 'plain' : pod === undefined ? 'open' : 'lit'}
            />
            {index < succeeded ? <Glyph x={x + 8} y={y + 8} state="done" size={13} /> : null}
            {pod === undefined ? null : <Glyph x={x + 8} y={y + 8} state={podState(pod, undefined).state} size={13} />}
          </g>
        );
      })}
      <Word x={2} y={bottom + 14}>
        {t('figure.job.done', { succeeded, wanted })}
      </Word>
      <Word x={WIDTH - 2} y={bottom + 14} anchor="end">
        {t('figure.job.running', { running: running.length, parallelism })}
      </Word>
      <Word x={2} y={bottom + 32} tone={failed > 0 ? 'bad' : 'dim'}>
        {t('figure.job.failed', { failed, limit: spec.backoffLimit ?? 6 })}
      </Word>
    </Canvas>
  );
}

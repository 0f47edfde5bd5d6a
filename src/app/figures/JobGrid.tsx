/** A Job as a grid of time: one bar for each pod, cells for the completions, and how many bars may lie over each other. */
import type { Job } from '../../api/batch/job';
import type { Pod } from '../../api/core/pod';
import { podState, type PodStateName } from '../graph/podState';
import { useText } from '../i18n/useText';
import { useSecond } from '../inspector/useSecond';
import { Axis, placeOf } from './Axis';
import { Box, Canvas, fitted, Glyph, WIDTH, Word } from './parts';
import { useOwn, useSubject } from './subject';

const MOST_CELLS = 20;
const MOST_ROWS = 10;
const ROW = 15;

export function JobGrid() {
  const t = useText();
  const job = useSubject('Job');
  if (job === undefined) return <p>{t('figure.noJob')}</p>;
  return <Grid job={job} />;
}

function Grid({ job: { metadata, spec, status } }: { readonly job: Job }) {
  const t = useText();
  const pods = useOwn('Pod', metadata.uid);
  const now = useSecond();
  const { succeeded = 0, failed = 0 } = status;
  const running = pods.filter((pod) => pod.status.phase === 'Pending' || pod.status.phase === 'Running').length;
  const wanted = spec.completions ?? Math.max(1, succeeded + running);
  const parallelism = spec.parallelism ?? 1;
  const start = Date.parse(status.startTime ?? metadata.creationTimestamp);
  const bars = pods
    .map((pod) => barOf(pod, now))
    .toSorted((left, right) => left.from - right.from)
    .slice(-MOST_ROWS);
  const end = Math.max(
    start + 20_000,
    ...bars.map(({ to }) => to),
    Math.min(now, Date.parse(status.completionTime ?? '') || now),
  );
  const span = { from: start, to: end + (end - start) * 0.05 };
  const label = t('figure.job', { name: metadata.name, succeeded, wanted, running, parallelism, failed });
  const top = 46;
  const axis = top + Math.max(1, bars.length) * ROW + 2;
  return (
    <Canvas label={label} height={axis + 54}>
      <Word x={2} y={11} tone="strong">
        {fitted(metadata.name, WIDTH)}
      </Word>
      {Array.from({ length: Math.min(wanted, MOST_CELLS) }, (_, index) => (
        <g key={index}>
          <Box x={2 + index * 17} y={20} width={13} height={13} look={index < succeeded ? 'lit' : 'open'} />
          {index < succeeded ? <Glyph x={3 + index * 17} y={21} size={11} state="done" /> : null}
        </g>
      ))}
      {bars.map(({ id, from, to, state }, index) => {
        const left = placeOf(from, span);
        return (
          <g key={id}>
            <rect
              x={left}
              y={top + index * ROW}
              width={Math.max(13, placeOf(to, span) - left)}
              height={ROW - 3}
              rx={3}
              className={`fig-box fig-run-${state}`}
            />
            <Glyph x={left + 1} y={top + index * ROW + 1} size={10} state={state} />
          </g>
        );
      })}
      <Axis y={axis} span={span} zero={start} now={now} top={top - 4} />
      <Word x={2} y={axis + 31}>
        {t('figure.job.done', { succeeded, wanted })}
      </Word>
      <Word x={WIDTH - 2} y={axis + 31} anchor="end">
        {t('figure.job.running', { running, parallelism })}
      </Word>
      <Word x={2} y={axis + 48} tone={failed > 0 ? 'bad' : 'dim'}>
        {t('figure.job.failed', { failed, limit: spec.backoffLimit ?? 6 })}
      </Word>
    </Canvas>
  );
}

interface Bar {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly state: PodStateName;
}

/** From the pod's creation to the end of its last container, or to now. */
function barOf(pod: Pod, now: number): Bar {
  const from = Date.parse(pod.metadata.creationTimestamp);
  const isOver = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  const ends = (pod.status.containerStatuses ?? []).map(
    ({ state }) => Date.parse(state?.terminated?.finishedAt ?? '') || from,
  );
  return {
    id: pod.metadata.uid,
    from,
    to: isOver ? Math.max(from, ...ends) : Math.max(now, from),
    state: podState(pod, undefined).state,
  };
}

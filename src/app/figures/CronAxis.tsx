/** A CronJob on a line of time: the instants that its schedule names, and the Job that each of them made or did not make. */
import type { CronJob } from '../../api/batch/cronJob';
import type { Job } from '../../api/batch/job';
import { conditionOf } from '../../api/meta/conditions';
import { localTime } from '../../api/meta/timeZone';
import { useText } from '../i18n/useText';
import { useSecond } from '../inspector/useSecond';
import { Axis, placeOf } from './Axis';
import { cronTimes } from './cronTimes';
import { isMissed } from './missedSlot';
import { Canvas, Cross, fitted, Glyph, WIDTH, Word } from './parts';
import { useOwn, useSubject } from './subject';

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const MOST = 24;

export function CronAxis() {
  const t = useText();
  const cronJob = useSubject('CronJob');
  if (cronJob === undefined) return <p>{t('figure.noCronJob')}</p>;
  return <CronLine cronJob={cronJob} />;
}

/** One instant of the schedule. */
interface Slot {
  readonly at: number;
  readonly job: Job | undefined;
}

function CronLine({ cronJob: { metadata, spec, status } }: { readonly cronJob: CronJob }) {
  const t = useText();
  const jobs = useOwn('Job', metadata.uid);
  const now = useSecond();
  const created = Date.parse(metadata.creationTimestamp);
  const ahead = cronTimes(spec, now, now + 32 * 86_400_000, 2);
  const period = Math.max(60_000, (ahead[1] ?? now + 120_000) - (ahead[0] ?? now + 60_000));
  const span = { from: Math.max(created - period / 4, now - 4 * period), to: now + 2.2 * period };
  const slots: readonly Slot[] = cronTimes(spec, span.from, span.to, MOST).map((at) => ({
    at,
    job: jobs.find((job) => scheduledAt(job) === at),
  }));
  const made = slots.filter(({ job }) => job !== undefined).length;
  const told = {
    created,
    now,
    last: status.lastScheduleTime == null ? undefined : Date.parse(status.lastScheduleTime),
    isSuspended: spec.suspend === true,
    kept: jobs.flatMap((job) => scheduledAt(job) ?? []),
  };
  const missed = slots.filter(({ at, job }) => job === undefined && isMissed(at, told)).length;
  const next = slots.find(({ at }) => at > now);
  const wait = next === undefined ? '-' : String(Math.round((next.at - now) / 1000));
  const deadline = spec.startingDeadlineSeconds;
  return (
    <Canvas label={t('figure.cron', { name: metadata.name, schedule: spec.schedule, made, missed, wait })} height={104}>
      <Word x={2} y={11} tone="strong">
        {fitted(metadata.name, 180)}
      </Word>
      <Word x={WIDTH - 2} y={11} anchor="end" mono>
        {spec.schedule}
      </Word>
      <Axis y={58} span={span} zero={created} now={now} top={20} />
      {slots.map(({ at, job }) => {
        const x = placeOf(at, span);
        return (
          <g key={at}>
            {deadline === undefined ? null : (
              <path d={`M${x} 42H${placeOf(at + deadline * 1000, span)}`} className="fig-span" />
            )}
            <SlotMark x={x} job={job} isMissed={isMissed(at, told)} />
            <Word x={x} y={31} anchor="middle" tone="dim" over>
              {wallClock(at, spec.timeZone)}
            </Word>
          </g>
        );
      })}
      <Word x={2} y={92}>
        {spec.suspend === true ? t('figure.cron.suspended') : t('figure.cron.facts', { made, missed, wait })}
      </Word>
      {deadline === undefined ? null : (
        <Word x={WIDTH - 2} y={92} anchor="end" tone="dim">
          {`startingDeadlineSeconds ${deadline}`}
        </Word>
      )}
    </Canvas>
  );
}

/** As the clocks of the schedule's zone show it. */
function wallClock(at: number, zone = 'UTC'): string {
  const { hour, minute } = localTime(at, zone);
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}

function scheduledAt({ metadata }: Job): number | undefined {
  const text = metadata.annotations?.[SCHEDULED];
  return text === undefined ? undefined : Date.parse(text);
}

interface SlotMarkProps {
  readonly x: number;
  readonly job: Job | undefined;
  readonly isMissed: boolean;
}

/** What became of an instant, by shape: a Job that runs or has ended, none, or not yet. */
function SlotMark({ x, job, isMissed: isBad }: SlotMarkProps) {
  if (job === undefined)
    return isBad ? <Cross x={x} y={42} /> : <circle cx={x} cy={42} r={5} className="fig-dot-open" />;
  const isTrue = (type: string) => conditionOf(job.status.conditions, type)?.status === 'True';
  const end = isTrue('Complete') ? 'done' : isTrue('Failed') ? 'failed' : undefined;
  if (end === undefined) return <circle cx={x} cy={42} r={5} className="fig-dot" />;
  return <Glyph x={x - 6} y={36} state={end} />;
}

/** The starts of a container on one line: how long it ran, and how the gaps between them grow. */
import type { Pod } from '../../api/core/pod';
import type { LaneMark, ObjectVersion } from '../../client/why';
import { useText } from '../i18n/useText';
import { useVersions } from '../timeline/useVersions';
import { Axis, placeOf, type TimeSpan } from './Axis';
import { Canvas, fitted, WIDTH, Word } from './parts';
import { useSubject } from './subject';
import { usePodTrack } from './usePodTrack';

const MOST_MS = 20 * 60_000;

const isRestarting = ({ status }: Pod): boolean =>
  (status.containerStatuses ?? []).some(
    ({ restartCount, state }) => restartCount > 0 || /BackOff|ErrImage/.test(state?.waiting?.reason ?? ''),
  );

export function BackoffTrack() {
  const t = useText();
  const restarting = useSubject('Pod', isRestarting);
  const any = useSubject('Pod');
  const pod = restarting ?? any;
  if (pod === undefined) return <p>{t('figure.noPod')}</p>;
  return <Track pod={pod} />;
}

/** Between two starts, or two tries to pull: from the end of one to the beginning of the next. */
interface Gap {
  readonly from: number;
  readonly to: number;
  readonly isOpen: boolean;
}

function Track({ pod }: { readonly pod: Pod }) {
  const t = useText();
  const { name, now, created, from, marks: lived, waits } = usePodTrack(pod, MOST_MS);
  const { uid, namespace, resourceVersion } = pod.metadata;
  const versions = useVersions(
    { kind: 'Pod', name, uid, ...(namespace === undefined ? {} : { namespace }) },
    resourceVersion,
  );
  const next = waits.find(({ what }) => what === 'backOff' || what === 'imageBackOff');
  const span = { from, to: Math.max(created + 60_000, now, next?.until ?? 0) + 5_000 };
  const isImage = (pod.status.containerStatuses ?? []).some(({ state }) => /Image/.test(state?.waiting?.reason ?? ''));
  const marks = isImage && versions.type === 'told' ? pullsOf(versions.versions) : lived;
  const gaps = gapsOf(marks, isImage, next?.until);
  const told = gaps.map((gap) => seconds(gap)).join(', ');
  return (
    <Canvas label={t('figure.backoff', { name, gaps: told === '' ? '-' : told })} height={82}>
      <Word x={2} y={11} tone="strong">
        {fitted(name, 190)}
      </Word>
      <Word x={WIDTH - 2} y={11} anchor="end" tone="dim">
        {t(isImage ? 'figure.backoff.pulls' : 'figure.backoff.restarts', { count: gaps.length })}
      </Word>
      <Axis y={58} span={span} zero={created} now={now} top={20} />
      {isImage
        ? null
        : runsOf(marks, now).map((run) => (
            <Stretch key={run.from} {...run} span={span} className="fig-span fig-span-run" />
          ))}
      {gaps.map((gap) => (
        <g key={gap.from}>
          <Stretch {...gap} span={span} className="fig-span fig-span-wait" />
          {/* When the next pull comes is the kubelet's own affair until it has come. */}
          {(isImage && gap.isOpen) || placeOf(gap.to, span) - placeOf(gap.from, span) < 22 ? null : (
            <Word
              x={(placeOf(gap.from, span) + placeOf(gap.to, span)) / 2}
              y={31}
              anchor="middle"
              over
              tone={gap.isOpen ? 'dim' : 'ink'}
            >
              {`${seconds(gap)} s`}
            </Word>
          )}
        </g>
      ))}
      {marks
        .filter(({ type }) => (isImage ? type === 'warning' : type === 'start'))
        .map(({ row, at }) => (
          <path
            key={row}
            d={`M${placeOf(at, span) - 3} 37v10l7 -5z`}
            className={isImage ? 'fig-dot-bad' : 'fig-dot-ok'}
          />
        ))}
    </Canvas>
  );
}

/** Something that ends or begins a wait, as far as it is drawn. */
type Turn = Pick<LaneMark, 'type' | 'at' | 'row'>;

/** A pull that failed shows in the status: the reason becomes ErrImagePull, and later ImagePullBackOff until the next try. */
function pullsOf(versions: readonly ObjectVersion[]): readonly Turn[] {
  const hasFailed = ({ diffs }: ObjectVersion) =>
    diffs.some(
      ({ path, after }) => path.includes('containerStatuses') && JSON.stringify(after ?? '').includes('"ErrImagePull"'),
    );
  return versions
    .filter(hasFailed)
    .map(({ at, revision }) => ({ type: 'warning' as const, at, row: revision }))
    .toSorted((left, right) => left.at - right.at);
}

interface StretchProps {
  readonly from: number;
  readonly to: number;
  readonly span: TimeSpan;
  readonly className: string;
}

function Stretch({ from, to, span, className }: StretchProps) {
  return <path d={`M${placeOf(from, span)} 42H${placeOf(to, span)}`} className={className} />;
}

const seconds = ({ from, to }: Gap): number => Math.round((to - from) / 1000);

function runsOf(marks: readonly Turn[], now: number): readonly { readonly from: number; readonly to: number }[] {
  const turns = marks.filter(({ type }) => type === 'start' || type === 'exit');
  return turns.flatMap((mark, index) =>
    mark.type === 'start' ? [{ from: mark.at, to: turns[index + 1]?.at ?? now }] : [],
  );
}

function gapsOf(marks: readonly Turn[], isImage: boolean, next: number | undefined): readonly Gap[] {
  const ends = marks.filter(({ type }) => type === (isImage ? 'warning' : 'exit'));
  const starts = isImage ? ends : marks.filter(({ type }) => type === 'start');
  return ends.flatMap((end): readonly Gap[] => {
    const start = starts.find(({ at, row }) => row !== end.row && at > end.at)?.at;
    if (start !== undefined) return [{ from: end.at, to: start, isOpen: false }];
    return next === undefined || next <= end.at ? [] : [{ from: end.at, to: next, isOpen: true }];
  });
}

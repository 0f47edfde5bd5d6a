/** What the probes of a pod found lately, how many failures in a row there are, and how many it takes. */
import type { Pod } from '../../api/core/pod';
import type { WaitRow } from '../../client/simulation';
import { useText } from '../i18n/useText';
import { Axis, placeOf } from './Axis';
import { Box, Canvas, Cross, fitted, Word } from './parts';
import { useSubject } from './subject';
import { usePodTrack } from './usePodTrack';
import { isProbe } from '../timeline/waitWords';

const SHOWN_MS = 120_000;
const PROBES = ['startup', 'liveness', 'readiness'] as const;
const isProbed = ({ spec }: Pod): boolean =>
  spec.containers.some((each) => each.livenessProbe ?? each.readinessProbe ?? each.startupProbe);

export function ProbeTrack() {
  const t = useText();
  const pod = useSubject('Pod', isProbed);
  if (pod === undefined) return <p>{t('figure.noProbe')}</p>;
  return <Track pod={pod} />;
}

interface Row {
  readonly type: (typeof PROBES)[number];
  readonly container: string;
  readonly threshold: number;
  readonly periodSeconds: number;
}

function Track({ pod }: { readonly pod: Pod }) {
  const t = useText();
  const { name, now, created, from, marks, waits } = usePodTrack(pod, SHOWN_MS);
  const span = { from, to: Math.max(created + 30_000, now + 15_000) };
  const rows = rowsOf(pod);
  const shown = marks.filter(
    ({ type }) => type === 'probeFailure' || type === 'start' || type === 'kill' || type === 'exit',
  );
  const axis = 56;
  const label = rows
    .map((row) =>
      t('figure.probe.row', {
        probe: row.type,
        failures: failuresOf(waits, row),
        threshold: row.threshold,
        period: row.periodSeconds,
      }),
    )
    .join('. ');
  return (
    <Canvas label={`${name}. ${label}`} height={axis + 46 + rows.length * 20}>
      <Word x={2} y={11} tone="strong">
        {fitted(name, 200)}
      </Word>
      {shown.map(({ type, at, row }) => {
        const x = placeOf(at, span);
        if (type === 'probeFailure') return <Cross key={row} x={x} y={42} />;
        if (type === 'start') return <path key={row} d={`M${x - 4} 24v10l8 -5z`} className="fig-dot-ok" />;
        return (
          <rect
            key={row}
            x={x - 4}
            y={25}
            width={8}
            height={8}
            className={type === 'kill' ? 'fig-dot-open' : 'fig-dot-bad'}
          />
        );
      })}
      {waits
        .filter(({ what }) => isProbe(what))
        .map((wait) => (
          <g key={`${wait.container} ${wait.what}`}>
            {hasPassed(pod, wait) ? (
              <circle cx={placeOf(wait.since, span)} cy={42} r={4} className="fig-dot-ok" />
            ) : null}
            <circle cx={placeOf(wait.until, span)} cy={42} r={4} className="fig-dot-open" />
          </g>
        ))}
      <Axis y={axis} span={span} zero={created} now={now} top={20} />
      <Word x={2} y={axis + 40 + rows.length * 20} tone="dim">
        {t('figure.probe.legend')}
      </Word>
      {rows.map((row, index) => (
        <Threshold
          key={`${row.container} ${row.type}`}
          row={row}
          failures={failuresOf(waits, row)}
          y={axis + 24 + index * 20}
        />
      ))}
    </Canvas>
  );
}

/** One square for each failure in a row that is needed. */
function Threshold({
  row: { type, threshold, periodSeconds },
  failures,
  y,
}: {
  readonly row: Row;
  readonly failures: number;
  readonly y: number;
}) {
  const t = useText();
  const most = Math.min(threshold, 12);
  return (
    <g>
      <Word x={2} y={y + 11}>
        {t('figure.probe.every', { probe: type, period: periodSeconds })}
      </Word>
      {Array.from({ length: most }, (_, index) => (
        <Box
          key={index}
          x={162 + index * 14}
          y={y + 1}
          width={11}
          height={11}
          look={index < failures ? 'bad' : 'open'}
        />
      ))}
      <Word x={166 + most * 14} y={y + 11} tone={failures > 0 ? 'bad' : 'dim'}>
        {`${failures}/${threshold}`}
      </Word>
    </g>
  );
}

/** Whether the probe before the next one succeeded. Of those before it nothing is kept: what changes nothing is no event. */
function hasPassed({ status }: Pod, { container, since, last }: WaitRow): boolean {
  const startedAt = status.containerStatuses?.find(({ name }) => name === container)?.state?.running?.startedAt;
  return last === 'success' && startedAt != null && since >= Date.parse(startedAt);
}

function failuresOf(waits: readonly WaitRow[], { type, container }: Row): number {
  return waits.find((wait) => wait.what === type && wait.container === container)?.failures ?? 0;
}

function rowsOf({ spec }: Pod): readonly Row[] {
  return spec.containers.flatMap((container) =>
    PROBES.flatMap((type): readonly Row[] => {
      const probe = container[`${type}Probe`];
      if (probe === undefined) return [];
      return [
        {
          type,
          container: container.name,
          threshold: probe.failureThreshold ?? 3,
          periodSeconds: probe.periodSeconds ?? 10,
        },
      ];
    }),
  );
}

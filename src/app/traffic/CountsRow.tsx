/** What became of the requests to one Service in the last virtual minute: stacked columns, and the rate as text. */
import { memo } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { isPlaying, type PlaybackState, playbackStore, speedOf } from '../stores/playbackStore';
import { lastMinute, type Minute, trafficStore } from './trafficStore';

const HEIGHT = 18;
const STEP = 3;

/** Columns move once per virtual second, and at high speed no more than five times in a real one. */
function columnNow(state: PlaybackState): number {
  const step = 1000 * (isPlaying(state) ? Math.max(1, speedOf(state) / 5) : 1);
  return Math.floor((state.status?.now ?? 0) / step) * step + 1000;
}

export const CountsRow = memo(function CountsRow({ service }: { readonly service: string }) {
  const t = useText();
  // Looked at when the columns move, and as soon as there is anything at all.
  const isAny = useStore(trafficStore, (state) => state.counts.has(service));
  const now = useStore(playbackStore, columnNow);
  const seconds = isAny ? trafficStore.getState().counts.get(service) : undefined;
  const minute = lastMinute(seconds, now);
  if (minute.percent === undefined) return <p className="traffic-counts dim">{t('traffic.counts.none')}</p>;
  const { percent, total, failed, lost } = minute;
  return (
    <p className="traffic-counts" title={t('traffic.counts.title')}>
      <Columns minute={minute} />
      <span className={failed + lost > 0 ? 'num bad' : 'num'}>
        <b>{t('traffic.counts.rate', { percent })}</b>{' '}
        {failed + lost === 0
          ? t('traffic.counts.total', { total: total.toLocaleString('en') })
          : t('traffic.counts.bad', { total: total.toLocaleString('en'), bad: (failed + lost).toLocaleString('en') })}
      </span>
    </p>
  );
});

/** Answered below, failed above it with a cap, lost on top and hollow. */
function Columns({ minute: { columns } }: { readonly minute: Minute }) {
  const most = Math.max(1, ...columns.map(({ ok, failed, lost }) => ok + failed + lost));
  const unit = HEIGHT / most;
  return (
    <svg className="traffic-columns" width={columns.length * STEP} height={HEIGHT} aria-hidden="true">
      {columns.map(({ ok, failed, lost }, index) => {
        const x = index * STEP;
        const okTop = HEIGHT - ok * unit;
        const failedTop = okTop - failed * unit;
        return (
          // Columns have no names: their place is what they are.
          <g key={index}>
            {ok === 0 ? null : <rect className="ok" x={x} y={okTop} width={2} height={ok * unit} />}
            {failed === 0 ? null : <rect className="failed" x={x} y={failedTop} width={3} height={failed * unit} />}
            {lost === 0 ? null : (
              <rect
                className="lost"
                x={x + 0.5}
                y={failedTop - lost * unit + 0.5}
                width={2}
                height={Math.max(1, lost * unit - 1)}
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}

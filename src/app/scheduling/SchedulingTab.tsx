/** How the scheduler judged a pod: plugin by plugin and node by node, and what would make a waiting one fit. */
import { Fragment, useEffect } from 'react';
import { useStore } from 'zustand';
import type { Pod } from '../../api/core/pod';
import type { SchedulingVerdict } from '../../client/simulation';
import type { TextKey, Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { showRefusals } from '../stores/refusalStore';
import { MomentLink } from '../timeline/MomentLink';
import { clockText } from '../timeline/clockText';
import { Command } from './Command';
import { FilterTable } from './FilterTable';
import { RemedyList } from './RemedyList';
import { ScoreTable } from './ScoreTable';
import { refusalCounts, tableOf, totalOf, type VerdictTable } from './columns';
import { eventParts } from './eventText';
import { refusalsOf } from './refusalText';
import './scheduling.css';
import { useVerdict } from './useVerdict';

interface SchedulingTabProps {
  readonly pod: Pod;
  /** Virtual milliseconds since the epoch. */
  readonly now: number;
}

export function SchedulingTab({ pod, now }: SchedulingTabProps) {
  const t = useText();
  const { uid, resourceVersion } = pod.metadata;
  const known = useVerdict(uid, resourceVersion, now);
  if (known === undefined) return <p className="dim">{t('inspector.loading')}</p>;
  const { verdict } = known;
  if (verdict === undefined) return <Untried pod={pod} />;
  return <Verdict pod={pod} verdict={verdict} />;
}

/** Why there is nothing to tell. */
function Untried({ pod }: { readonly pod: Pod }) {
  const t = useText();
  const paused = useStore(playbackStore, ({ status }) => status?.pausedComponents?.includes('kube-scheduler') === true);
  const { schedulingGates = [], nodeName = '', schedulerName = '' } = pod.spec;
  const gates = schedulingGates.map(({ name }) => name).join(', ');
  if (nodeName !== '') return <p className="dim">{t('scheduling.unknown', { node: nodeName })}</p>;
  if (gates !== '') {
    const { name, namespace = 'default' } = pod.metadata;
    const place = namespace === 'default' ? '' : ` -n ${namespace}`;
    const patch = '[{"op":"remove","path":"/spec/schedulingGates"}]';
    return (
      <>
        <p>{t('scheduling.gated', { gates })}</p>
        <Command line={`kubectl patch pod ${name}${place} --type=json -p '${patch}'`} />
      </>
    );
  }
  const others = schedulerName !== 'default-scheduler';
  const key: TextKey = others ? 'scheduling.others' : paused ? 'scheduling.paused' : 'scheduling.untried';
  return <p className="dim">{t(key, { scheduler: schedulerName })}</p>;
}

function Verdict({ pod, verdict }: { readonly pod: Pod; readonly verdict: SchedulingVerdict }) {
  const t = useText();
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt);
  const table = tableOf(verdict);
  const { message, remedies } = verdict;
  const { nominatedNodeName = '' } = pod.status;
  // The graph says the same beside the table, as long as the pod waits.
  useEffect(() => (message === undefined ? undefined : showRefusals(refusalsOf(verdict, t))), [message, verdict, t]);
  return (
    <div className="verdict">
      <h3 className="verdict-title">{titleOf(verdict, table, t)}</h3>
      {startedAt === undefined ? null : (
        <p className="dim verdict-when">
          <MomentLink at={verdict.atMs}>
            {t('scheduling.triedAt', { time: clockText(verdict.atMs - startedAt) })}
          </MomentLink>
        </p>
      )}
      {message !== undefined && nominatedNodeName !== '' ? (
        <p>{t('scheduling.nominated', { node: nominatedNodeName })}</p>
      ) : null}
      <FilterTable table={table} />
      {table.scoring.length === 0 ? null : <ScoreTable table={table} />}
      {message === undefined ? null : (
        <>
          <h4 className="cap">{t('scheduling.event')}</h4>
          <p className="cmd verdict-event">
            {eventParts(message, verdict).map(({ text, marked }, index) =>
              // The text does not change under its key: it is cut anew as a whole.
              marked ? <mark key={index}>{text}</mark> : <Fragment key={index}>{text}</Fragment>,
            )}
          </p>
        </>
      )}
      {remedies === undefined ? null : <RemedyList remedies={remedies} />}
    </div>
  );
}

function titleOf({ chosen, nodes }: SchedulingVerdict, table: VerdictTable, t: Translate): string {
  if (chosen === undefined) {
    const counts = refusalCounts(table).map(({ plugin, count }) => `${plugin} ${count}`);
    return t('scheduling.none', { nodes: nodes.length, refusals: counts.join(', ') });
  }
  const fitting = table.columns.filter(({ scores }) => scores !== undefined);
  const fits = fitting.reduce((sum, column) => sum + column.nodes.length, 0);
  const best = table.columns.find(({ isChosen }) => isChosen);
  if (fits === 0 || best === undefined) return t('scheduling.only', { node: chosen, nodes: nodes.length });
  const score = totalOf(best);
  const drawn = fitting
    .filter((column) => totalOf(column) === score)
    .reduce((sum, column) => sum + column.nodes.length, 0);
  const params = { node: chosen, nodes: nodes.length, fits, score, drawn };
  return t(drawn > 1 ? 'scheduling.drawn' : 'scheduling.best', params);
}

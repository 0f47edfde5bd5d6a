/** One request in the inspector: how it ended, every hop in time order with what decided it, and its facts. */
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Hop, HopObject, RequestRecord } from '../../client/traffic';
import { kinds } from '../../api/kinds';
import { Icon, StateGlyph } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { TabList } from '../inspector/TabList';
import { playbackStore } from '../stores/playbackStore';
import { selectionStore } from '../stores/selectionStore';
import { clockText } from '../timeline/clockText';
import { RequestList } from './RequestList';
import './requests.css';
import { addressText, durationText, endText, pathOf, placeIcon, placeText, ruleText } from './requestWords';
import { outcomeOf } from './trafficStore';

const GLYPHS = { ok: 'ready', failed: 'failed', lost: 'unknown' } as const;
const TONES = { ok: 'chip ok', failed: 'chip bad', lost: 'chip warn' } as const;

export function RequestView({ record }: { readonly record: RequestRecord }) {
  const t = useText();
  const [tab, setTab] = useState<'hops' | 'details'>('hops');
  const outcome = outcomeOf(record);
  return (
    <div className="inspector">
      <header className="inspector-head">
        <div className="row">
          <span className="kind">REQ</span>
          <h2 className="grow wrap-anywhere mono">
            {record.method} {pathOf(record.url)}
          </h2>
          <span className="dim num">#{record.id}</span>
        </div>
        <div className="inspector-chips">
          <span className={TONES[outcome]}>
            <StateGlyph state={GLYPHS[outcome]} />
            {endText(record, t)}
          </span>
          <span className="chip num">{durationText(record.ms)}</span>
          {record.stands === undefined ? null : (
            <span className="chip">{t('traffic.stands', { count: record.stands })}</span>
          )}
        </div>
      </header>
      <TabList<'hops' | 'details'>
        label={t('traffic.request', { id: record.id })}
        items={[
          { id: 'hops', label: t('traffic.tab.hops'), count: record.hops.length },
          { id: 'details', label: t('traffic.tab.details') },
        ]}
        active={tab}
        onSelect={setTab}
      >
        {tab === 'hops' ? <Hops record={record} /> : <Details record={record} />}
        <h3 className="cap">{t('traffic.requests')}</h3>
        <RequestList most={12} />
      </TabList>
    </div>
  );
}

function Hops({ record }: { readonly record: RequestRecord }) {
  const t = useText();
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  if (record.hops.length === 0) return <p className="dim">{t('traffic.hops.none')}</p>;
  return (
    <ol className="hops">
      {record.hops.map((hop, index) => (
        // Hops have no names: their place in time is what they are.
        <HopItem
          key={index}
          hop={hop}
          number={index + 1}
          at={clockText(record.at + hop.atMs - startedAt)}
          laterMs={(record.hops[index + 1]?.atMs ?? record.ms) - hop.atMs}
          isLast={index === record.hops.length - 1}
        />
      ))}
    </ol>
  );
}

interface HopItemProps {
  readonly hop: Hop;
  readonly number: number;
  readonly at: string;
  /** Until the next one. */
  readonly laterMs: number;
  readonly isLast: boolean;
}

function HopItem({ hop, number, at, laterMs, isLast }: HopItemProps) {
  const t = useText();
  return (
    <li>
      <span className="step" aria-hidden="true">
        {number}
      </span>
      <span className="hop-who">
        <Icon name={placeIcon(hop)} size={14} />
        {hop.object === undefined ? placeText(hop, t) : <HopLink object={hop.object} text={placeText(hop, t)} />}
      </span>
      <span className="hop-at num">{at}</span>
      <p>{ruleText(hop, t)}</p>
      <Addresses hop={hop} />
      {isLast || laterMs <= 0 ? null : (
        <span className="hop-gap">{t('traffic.later', { time: durationText(laterMs) })}</span>
      )}
    </li>
  );
}

function HopLink({ object, text }: { readonly object: HopObject; readonly text: string }) {
  const { kind, namespace, name } = object;
  const ref = kinds[kind].namespaced && namespace !== undefined ? { kind, namespace, name } : { kind, name };
  return (
    <button type="button" className="linklike" onClick={() => selectionStore.getState().select(ref)}>
      {text}
    </button>
  );
}

/** Source and destination, with what they were translated to. */
function Addresses({ hop: { from, to, fromAfter, toAfter } }: { readonly hop: Hop }) {
  const t = useText();
  if (from === undefined && to === undefined) return null;
  return (
    <dl className="hop-addresses mono">
      {(
        [
          ['traffic.from', from, fromAfter],
          ['traffic.to', to, toAfter],
        ] as const
      ).map(([key, before, after]) =>
        before === undefined ? null : (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              {after === undefined || addressText(after) === addressText(before) ? (
                addressText(before)
              ) : (
                <>
                  <s>{addressText(before)}</s> <span aria-hidden="true">→</span>{' '}
                  <span className="sr-only">{t('traffic.becomes')}</span>
                  <b>{addressText(after)}</b>
                </>
              )}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Details({ record }: { readonly record: RequestRecord }) {
  const t = useText();
  const { url, tool, client, source, service, pod, clientIP, backendPath, podReady, node, nodeHops } = record;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('traffic.fact.url'), url],
    [t('traffic.fact.tool'), tool],
    [
      t('traffic.fact.client'),
      source === undefined ? `${client} (${t('traffic.client')})` : `${client} (${source.name})`,
    ],
    [t('traffic.fact.service'), service && `${service.namespace}/${service.name}`],
    [t('traffic.fact.pod'), pod && `${pod.namespace}/${pod.name}`],
    [t('traffic.fact.seen'), clientIP],
    [t('traffic.fact.path'), backendPath],
    [t('traffic.fact.ready'), podReady === undefined ? undefined : t(podReady ? 'traffic.yes' : 'traffic.no')],
    [t('traffic.fact.entry'), node],
    [t('traffic.fact.nodes'), nodeHops === undefined ? undefined : String(nodeHops)],
  ];
  return (
    <dl className="facts">
      {facts.map(([term, value]) =>
        value === undefined ? null : (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** The right panel: the selected object, or the events of the whole cluster while nothing is selected. */
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Event } from '../../api/core/event';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { kinds, type Kinds } from '../../api/kinds';
import { ActionBar } from '../actions/ActionBar';
import { actionStore } from '../actions/actionStore';
import { targetOf } from '../actions/target';
import { useList, useObject, useSimulation } from '../cluster/ClusterContext';
import { podState } from '../graph/podState';
import { Icon, StateGlyph } from '../icons/Icon';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { playbackStore } from '../stores/playbackStore';
import { type ObjectRef, refKey, selectionStore } from '../stores/selectionStore';
import { shownView, viewStore } from '../stores/viewStore';
import { sinceText } from '../../printers/duration';
import { MomentLink } from '../timeline/MomentLink';
import { subjectOf } from '../why/subjects';
import { WhyButton } from '../why/WhyButton';
import { whyStore } from '../why/whyStore';
import { ClusterEvents } from './ClusterEvents';
import { EventList } from './EventList';
import { isEventOf, eventRows } from './events';
import './inspector.css';
import { ConditionsTab, SummaryTab } from './SummaryTab';
import { TabList, type TabItem } from './TabList';
import { useSecond } from './useSecond';

const YamlTab = lazy(() => import('./YamlTab').then(({ YamlTab: component }) => ({ default: component })));
const LogsTab = lazy(() => import('./LogsTab').then(({ LogsTab: component }) => ({ default: component })));

const WhyTab = lazy(() => import('../why/WhyTab').then(({ WhyTab: component }) => ({ default: component })));
const HistoryTab = lazy(() =>
  import('../timeline/HistoryTab').then(({ HistoryTab: component }) => ({ default: component })),
);

const SchedulingTab = lazy(() =>
  import('../scheduling/SchedulingTab').then(({ SchedulingTab: component }) => ({ default: component })),
);

const JourneyPanel = lazy(() =>
  import('../controlPlane/JourneyPanel').then(({ JourneyPanel: component }) => ({ default: component })),
);

const RequestPanel = lazy(() =>
  import('../traffic/RequestPanel').then(({ RequestPanel: component }) => ({ default: component })),
);

type TabName = 'why' | 'summary' | 'conditions' | 'events' | 'yaml' | 'logs' | 'history' | 'scheduling';

/** The inspector slot. */
export function Inspector(_: SlotProps) {
  const { selected, request, write } = useStore(selectionStore);
  const view = useStore(viewStore, shownView);
  const simulated = useSimulation() !== undefined;
  const isWhyAsked = useStore(whyStore, ({ subject }) => subject !== undefined) && selected === undefined;
  const nothing = selected === undefined && request === undefined && write === undefined && !isWhyAsked;
  if (request !== undefined || (nothing && view === 'traffic' && simulated)) {
    return (
      <Suspense>
        <RequestPanel />
      </Suspense>
    );
  }
  if (write !== undefined || (nothing && view === 'controlPlane' && simulated)) {
    return (
      <Suspense>
        <JourneyPanel write={write} />
      </Suspense>
    );
  }
  if (isWhyAsked) return <Asked />;
  if (selected === undefined) return <ClusterEvents />;
  return <SelectedObject key={`${selected.kind} ${refKey(selected)}`} selected={selected} />;
}

/** The answer to a question that is about no object that is there. */
function Asked() {
  return (
    <div className="inspector">
      <Suspense>
        <WhyTab isAlone />
      </Suspense>
    </div>
  );
}

function SelectedObject({ selected }: { readonly selected: ObjectRef }) {
  const t = useText();
  const object = useObject(selected.kind, refKey(selected));
  const [last, setLast] = useState(object);
  if (object !== undefined && object !== last) setLast(object);
  const shown = object ?? last;
  const isAsked = useStore(whyStore, ({ subject }) => subject !== undefined);
  if (shown === undefined && isAsked) return <Asked />;
  if (shown === undefined) {
    return (
      <div className="inspector-empty">
        <p>{t('inspector.missing', { kind: selected.kind, name: selected.name })}</p>
      </div>
    );
  }
  return <ObjectView selected={selected} object={shown} gone={object === undefined} />;
}

interface ObjectViewProps {
  readonly selected: ObjectRef;
  readonly object: Kinds[ObjectRef['kind']];
  /** It is not in the cluster any more; what is shown is its last state. */
  readonly gone: boolean;
}

function ObjectView({ selected, object, gone }: ObjectViewProps) {
  const t = useText();
  const now = useSecond();
  const simulated = useSimulation() !== undefined;
  // The kind says what the object is.
  const isWaiting = simulated && selected.kind === 'Pod' && isUnscheduled(object as Pod);
  const [chosen, setTab] = useState<TabName>();
  // Also for a pod that was selected before it was tried; once shown, the tab stays when the pod gets its node.
  if (chosen === undefined && isWaiting) setTab('scheduling');
  const simulation = useSimulation();
  const isAsked = useStore(whyStore, ({ subject: asked }) => asked !== undefined);
  const tab = isAsked ? 'why' : (chosen ?? 'summary');
  const target = useMemo(() => targetOf(selected.kind, object, selected.container), [selected, object]);
  const { uid, name, namespace } = object.metadata;
  const subject = useMemo(
    () => ({ kind: selected.kind, metadata: { uid, name, ...(namespace === undefined ? {} : { namespace }) } }),
    [selected.kind, uid, name, namespace],
  );
  const place = { kind: selected.kind, name, uid, ...(namespace === undefined ? {} : { namespace }) };
  const isOwn = useCallback((event: Event) => isEventOf(event, subject), [subject]);
  const events = useList('Event', { filter: isOwn });
  const hasConditions = 'status' in object && object.status !== undefined && 'conditions' in object.status;
  const scheduling = { id: 'scheduling', label: t('scheduling.tab') } as const;
  const select = (next: TabName) => {
    if (next === 'why' && simulation !== undefined) void whyStore.getState().ask(simulation, subjectOf(place));
    else {
      whyStore.getState().clear();
      setTab(next);
    }
  };
  const items: readonly TabItem<TabName>[] = [
    ...(simulated ? [{ id: 'why' as const, label: t('why.tab') }] : []),
    ...(isWaiting ? [scheduling] : []),
    { id: 'summary', label: t('inspector.tab.summary') },
    ...(hasConditions ? [{ id: 'conditions' as const, label: t('inspector.tab.conditions') }] : []),
    { id: 'events', label: t('inspector.tab.events'), count: events.length },
    { id: 'yaml', label: 'YAML' },
    ...(selected.kind === 'Pod' ? [{ id: 'logs' as const, label: t('inspector.tab.logs') }] : []),
    ...(selected.kind === 'Pod' && simulated && !isWaiting ? [scheduling] : []),
    ...(simulated ? [{ id: 'history' as const, label: t('timeline.history') }] : []),
  ];
  return (
    <div className="inspector">
      <ObjectHead selected={selected} object={object} gone={gone} now={now} />
      <TabList<TabName> label={name} items={items} active={tab} onSelect={select}>
        <Suspense fallback={<p className="dim">{t('inspector.loading')}</p>}>
          {tab === 'why' ? <WhyTab version={object.metadata.resourceVersion} /> : null}
          {tab === 'summary' ? <SummaryTab kind={selected.kind} object={object} selected={selected} now={now} /> : null}
          {tab === 'conditions' ? <ConditionsTab selected={selected} object={object} now={now} /> : null}
          {tab === 'events' ? <EventList rows={eventRows(events, now)} empty={t('inspector.events.empty')} /> : null}
          {tab === 'yaml' ? <YamlTab object={object} /> : null}
          {/* Only pods offer this tab. */}
          {tab === 'logs' ? <LogsTab pod={object as Pod} container={selected.container} /> : null}
          {tab === 'scheduling' ? <SchedulingTab pod={object as Pod} now={now} /> : null}
          {tab === 'history' ? <HistoryTab object={place} version={object.metadata.resourceVersion} /> : null}
        </Suspense>
      </TabList>
      {gone ? null : <ActionBar target={target} selected={selected} />}
    </div>
  );
}

/** The scheduler has not found it a node: why not is the first question. */
function isUnscheduled({ spec, status }: Pod): boolean {
  return (spec.nodeName ?? '') === '' && conditionOf(status.conditions, 'PodScheduled')?.status === 'False';
}

interface ObjectHeadProps extends ObjectViewProps {
  readonly now: number;
}

function ObjectHead({ selected, object, gone, now }: ObjectHeadProps) {
  const t = useText();
  const { name, creationTimestamp } = object.metadata;
  return (
    <header className="inspector-head">
      <div className="row">
        <span className="kind">{monogram(selected.kind)}</span>
        <h2 className="grow wrap-anywhere">{name}</h2>
        <button
          type="button"
          className="btn quiet icon head-more"
          aria-label={t('actions.more')}
          aria-haspopup="menu"
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            actionStore.getState().openMenu({ ref: selected, x: left, y: bottom });
          }}
        >
          <Icon name="dots" />
        </button>
      </div>
      <div className="inspector-chips">
        {gone ? <span className="chip">{t('inspector.gone')}</span> : null}
        {/* The kind says what the object is: one shelf per kind. */}
        {selected.kind === 'Pod' && !gone ? <PodChips pod={object as Pod} /> : null}
        {selected.kind === 'Node' && !gone ? <NodeChips node={object as Node} /> : null}
        <span className="chip">
          <MomentLink at={Date.parse(creationTimestamp)} isStamp>
            {t('inspector.age', { age: sinceText(creationTimestamp, now) })}
          </MomentLink>
        </span>
      </div>
    </header>
  );
}

function PodChips({ pod }: { readonly pod: Pod }) {
  const node = useObject('Node', pod.spec.nodeName);
  const select = useStore(selectionStore, (state) => state.select);
  const { state, status, ready } = podState(pod, node);
  const tone =
    state === 'ready' ? 'chip ok' : state === 'failed' ? 'chip bad' : state === 'unready' ? 'chip warn' : 'chip';
  const { nodeName } = pod.spec;
  return (
    <>
      <span className={tone}>
        <StateGlyph state={state} />
        {status} {ready}
      </span>
      <WhyButton subject={subjectOf({ kind: 'Pod', ...pod.metadata })} about={status} />
      {nodeName === undefined ? null : (
        <button type="button" className="chip" onClick={() => select({ kind: 'Node', name: nodeName })}>
          {nodeName}
        </button>
      )}
    </>
  );
}

function NodeChips({ node }: { readonly node: Node }) {
  const t = useText();
  const fault = useStore(playbackStore, ({ status }) => status?.nodeFaults[node.metadata.name]);
  const ready = conditionOf(node.status.conditions, 'Ready')?.status === 'True';
  return (
    <>
      <span className={ready ? 'chip ok' : 'chip warn'}>
        <StateGlyph state={ready ? 'ready' : 'unknown'} />
        {ready ? 'Ready' : 'NotReady'}
      </span>
      <WhyButton
        subject={subjectOf({ kind: 'Node', name: node.metadata.name }, 'status.conditions[type=Ready].status')}
        about={ready ? 'Ready' : 'NotReady'}
      />
      {fault === undefined ? null : <span className="chip bad">{t(`graph.node.${fault}`)}</span>}
      {node.spec.unschedulable === true ? <span className="chip">SchedulingDisabled</span> : null}
    </>
  );
}

/** Two to six letters for a kind: its short name, as kubectl knows it. */
function monogram(kind: ObjectRef['kind']): string {
  if (kind === 'Pod' || kind === 'Node') return kind.toUpperCase();
  return (kinds[kind].shortNames[0] ?? kind).toUpperCase().slice(0, 6);
}

/** The first two tabs: facts with links to other objects, containers, conditions. */
import { lazy, type ReactNode, Suspense } from 'react';
import { useStore } from 'zustand';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import type { Kind, Kinds } from '../../api/kinds';
import { useBackend } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { type ObjectRef, selectionStore } from '../stores/selectionStore';
import { MomentLink } from '../timeline/MomentLink';
import { subjectOf } from '../why/subjects';
import { WhyButton } from '../why/WhyButton';
import { EndpointList } from './EndpointList';
import { conditionRows, type ContainerRow, containerRows, type Fact, factsOf } from './summary';

const Usage = lazy(() => import('./Usage').then((part) => ({ default: part.Usage })));
const SendSection = lazy(() => import('../sending/SendSection').then((part) => ({ default: part.SendSection })));
const Waits = lazy(() => import('../why/WhyNext').then((part) => ({ default: part.Waits })));
const UnknownImage = lazy(() => import('./UnknownImage').then((part) => ({ default: part.UnknownImage })));

/** Kinds that requests can be sent to. */
const SENDABLE: readonly Kind[] = ['Service', 'Ingress', 'Pod', 'Node'];
/** Reasons with which a kubelet waits to pull once more. */
const PULL_FAILED: readonly string[] = ['ErrImagePull', 'ImagePullBackOff'];

interface SummaryTabProps {
  readonly kind: Kind;
  readonly object: Kinds[Kind];
  readonly selected: ObjectRef;
  readonly now: number;
}

export function SummaryTab({ kind, object, selected, now }: SummaryTabProps) {
  const t = useText();
  // The kind says what the object is: one shelf per kind.
  const rows = kind === 'Pod' ? containerRows(object as Pod, now) : [];
  return (
    <>
      <Waiting about={selected} />
      {kind === 'Pod' ? <ImageHelp pod={object as Pod} /> : null}
      <InUse kind={kind} object={object} now={now} />
      <FactList facts={factsOf(kind, object, now)} of={selected} />
      {kind === 'Service' ? <EndpointList service={object as Service} /> : null}
      {rows.length === 0 ? null : <h3 className="cap">{t('inspector.containers')}</h3>}
      {rows.map((row, index) => (
        <ContainerCard key={row.name} row={row} selected={selected} first={index === 0} choice={rows.length > 1} />
      ))}
      <Sending kind={kind} object={object} />
    </>
  );
}

/** What the object waits for, and until when. */
function Waiting({ about }: { readonly about: ObjectRef }) {
  const { simulation } = useBackend();
  if (simulation === undefined) return null;
  return (
    <Suspense fallback={null}>
      <Waits about={about} />
    </Suspense>
  );
}

/** Requests to what can be asked something. */
function Sending({ kind, object }: Pick<SummaryTabProps, 'kind' | 'object'>) {
  const { simulation } = useBackend();
  if (simulation === undefined || !SENDABLE.includes(kind)) return null;
  return (
    <Suspense fallback={null}>
      <SendSection kind={kind} object={object} />
    </Suspense>
  );
}

/** What a running pod or a node uses. */
function InUse({ kind, object, now }: Omit<SummaryTabProps, 'selected'>) {
  // The kind says what the object is, as above.
  const asked = kind === 'Pod' || kind === 'Node' ? (object as Pod | Node) : undefined;
  if (asked === undefined) return null;
  const node = kind === 'Pod' ? (asked as Pod).spec.nodeName : asked.metadata.name;
  if (node === undefined || (kind === 'Pod' && (asked as Pod).status.phase !== 'Running')) return null;
  return (
    <Suspense fallback={null}>
      <Usage object={asked} node={node} now={now} />
    </Suspense>
  );
}

/** Words for a stamp of the API: the clock goes there. */
function Moment({ at, children }: { readonly at: number | undefined; readonly children: ReactNode }) {
  if (at === undefined) return children;
  return (
    <MomentLink at={at} isStamp>
      {children}
    </MomentLink>
  );
}

interface FactListProps {
  readonly facts: readonly Fact[];
  /** Whose facts they are: what "why?" is asked about. */
  readonly of: ObjectRef;
}

function FactList({ facts, of }: FactListProps) {
  const select = useStore(selectionStore, (state) => state.select);
  return (
    <dl className="facts">
      {facts.map(({ term, value, link, at, field }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            {link === undefined ? (
              <span>
                <Moment at={at}>{value}</Moment>
              </span>
            ) : (
              <button type="button" className="linklike" onClick={() => select(link)}>
                {value}
              </button>
            )}
            {field === undefined ? null : <WhyButton subject={subjectOf(of, field)} about={term} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Help for containers that wait for an image which a simulated registry does not give out. */
function ImageHelp({ pod }: { readonly pod: Pod }) {
  const { simulation } = useBackend();
  if (simulation === undefined) return null;
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status;
  const waiting = [...initContainerStatuses, ...containerStatuses].flatMap(({ name, state }) =>
    PULL_FAILED.includes(state.waiting?.reason ?? '') ? [name] : [],
  );
  if (waiting.length === 0) return null;
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  return (
    <Suspense fallback={null}>
      {containers
        .filter(({ name }) => waiting.includes(name))
        .map((container) => (
          <UnknownImage
            key={container.name}
            namespace={pod.metadata.namespace ?? ''}
            pod={pod.metadata.name}
            container={container}
          />
        ))}
    </Suspense>
  );
}

interface ContainerCardProps {
  readonly row: ContainerRow;
  readonly selected: ObjectRef;
  readonly first: boolean;
  /** The pod has more than one: each can be chosen for the actions below. */
  readonly choice: boolean;
}

function ContainerCard({ row, selected, first, choice }: ContainerCardProps) {
  const t = useText();
  const select = useStore(selectionStore, (state) => state.select);
  const chosen = selected.container === row.name || (selected.container === undefined && first);
  return (
    <section className="container-card" aria-label={`${t('actions.container')} ${row.name}`}>
      <div className="row">
        <b className="wrap-anywhere">{row.name}</b>
        {row.init ? <span className="chip">init</span> : null}
        <span className="grow" />
        <span className="num dim text-12">
          <Moment at={row.restartedAt}>{t('inspector.restarts', { count: row.restarts })}</Moment>
        </span>
        {row.restarts === 0 ? null : (
          <WhyButton
            subject={subjectOf(
              selected,
              `status.${row.init ? 'initContainerStatuses' : 'containerStatuses'}[name=${row.name}].restartCount`,
            )}
            about={t('inspector.restarts', { count: row.restarts })}
          />
        )}
        {choice ? (
          <button
            type="button"
            className="btn quiet"
            aria-pressed={chosen}
            onClick={() => select({ ...selected, container: row.name })}
          >
            {t(chosen ? 'inspector.chosen' : 'inspector.choose')}
          </button>
        ) : null}
      </div>
      <div className="mono dim text-12 wrap-anywhere">{row.image}</div>
      <FactList facts={row.facts} of={selected} />
    </section>
  );
}

interface ConditionsTabProps {
  readonly selected: ObjectRef;
  readonly object: Kinds[Kind];
  readonly now: number;
}

export function ConditionsTab({ selected, object, now }: ConditionsTabProps) {
  const t = useText();
  const rows = conditionRows(object, now);
  if (rows.length === 0) return <p className="dim">{t('inspector.conditions.empty')}</p>;
  return (
    <ul className="conditions">
      {rows.map(({ type, status, reason, message, since, at, good }) => (
        <li key={type} data-good={good}>
          <div className="row">
            <ConditionMark good={good} />
            <b className="grow wrap-anywhere">{type}</b>
            <span>{status}</span>
            <WhyButton subject={subjectOf(selected, `status.conditions[type=${type}].status`)} about={type} />
            <span className="mono dim text-12">
              <Moment at={at}>{since}</Moment>
            </span>
          </div>
          {reason === '' ? null : <div className="condition-reason">{reason}</div>}
          {message === '' ? null : <div className="ink2 wrap-anywhere">{message}</div>}
        </li>
      ))}
    </ul>
  );
}

function ConditionMark({ good }: { readonly good: boolean }) {
  return (
    <svg className="event-mark" viewBox="0 0 12 12" aria-hidden="true">
      {good ? (
        <path d="M2 6.4l2.6 2.6L10 3" fill="none" stroke="var(--ready)" strokeWidth="1.8" />
      ) : (
        <path d="M6 1.2L11.2 10.6H.8z" fill="var(--unready)" />
      )}
    </svg>
  );
}

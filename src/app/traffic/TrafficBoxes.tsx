/** The boxes of the traffic view: clients, Ingresses with their rules, Services with their endpoints, pods. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { Icon, StateGlyph } from '../icons/Icon';
import { PodCell } from '../graph/PodCell';
import { isRefTo, type ObjectRef, refKey, selectionStore } from '../stores/selectionStore';
import { useGlow } from '../why/glow';
import { CountsRow } from './CountsRow';
import type { EndpointView, IngressView, PathView, ServiceView } from './model';
import type { Box } from '../graph/nodesLayout';
import { PodName } from './PodName';
import { notesOf, type ServiceBoxLayout } from './trafficLayout';

export type IngressFlowNode = FlowNode<{ readonly view: IngressView; readonly mid: boolean }, 'trafficIngress'>;
export type ServiceFlowNode = FlowNode<
  { readonly view: ServiceView; readonly shown: ServiceBoxLayout; readonly mid: boolean; readonly hasCounts: boolean },
  'trafficService'
>;
export type PodsFlowNode = FlowNode<{ readonly pods: readonly (readonly [key: string, box: Box])[] }, 'trafficPods'>;
export type CaptionFlowNode = FlowNode<{ readonly what: 'client' | 'ingress' | 'service' | 'pod' }, 'trafficCaption'>;

const select = (ref: ObjectRef) => selectionStore.getState().select(ref);
const refOf = (kind: ObjectRef['kind'], key: string): ObjectRef => {
  const [namespace = '', name = ''] = key.split('/');
  return { kind, namespace, name };
};

export function TrafficCaption({ data: { what } }: NodeProps<CaptionFlowNode>) {
  const t = useText();
  return <div className="traffic-caption">{t(`traffic.column.${what}`)}</div>;
}

export const TrafficIngress = memo(function TrafficIngress({ data: { view, mid } }: NodeProps<IngressFlowNode>) {
  const t = useText();
  const selected = useStore(selectionStore, (state) => isRefTo(state.selected, 'Ingress', view.key));
  const steps = useGlow('Ingress', view.key);
  const hosts = new Set(view.paths.map(({ host }) => host));
  return (
    <section
      className={`traffic-box${selected ? ' sel' : ''}`}
      data-mid={mid}
      data-idle={view.lack !== undefined}
      data-glow={steps}
    >
      <button
        type="button"
        className="traffic-head nopan"
        data-walk="ingress"
        aria-pressed={selected}
        onClick={() => select(refOf('Ingress', view.key))}
      >
        <span className="sr-only">{`ingress ${view.name}, `}</span>
        <span className="kind" aria-hidden="true">
          ING
        </span>
        <b className="ell grow text-left">{view.title}</b>
        {view.hasTls ? <span className="traffic-tag">TLS</span> : null}
      </button>
      <ul className="traffic-rows">
        {view.paths.map((path, index) => (
          // Rules have no names: their place is what they are.
          <PathRow key={`${index} ${path.host}${path.path}`} path={path} withHost={hosts.size > 1} />
        ))}
        {view.paths.length === 0 ? <li className="traffic-row dim">{t('traffic.ingress.empty')}</li> : null}
      </ul>
      {view.lack === undefined ? null : (
        <p className="traffic-note warn">
          <Icon name="warn" size={14} />
          {t(`traffic.lack.${view.lack}`, { name: view.className ?? '' })}
        </p>
      )}
    </section>
  );
});

function PathRow({ path, withHost }: { readonly path: PathView; readonly withHost: boolean }) {
  const t = useText();
  const where = `${withHost || path.path === '' ? path.host : ''}${path.path}`;
  return (
    <li
      className="traffic-row"
      title={path.isMissing ? t('traffic.backend.missing', { backend: path.backend }) : undefined}
    >
      <span className="mono ell grow">{where}</span>
      <span aria-hidden="true">›</span>
      {path.isMissing ? (
        <>
          <s className="ell">{path.backend}</s>
          <span className="sr-only">{t('traffic.backend.missing', { backend: path.backend })}</span>
        </>
      ) : (
        <span className="ell">{path.backend}</span>
      )}
    </li>
  );
}

export const TrafficService = memo(
  function TrafficService({ data: { view, shown, mid, hasCounts } }: NodeProps<ServiceFlowNode>) {
    const selected = useStore(selectionStore, (state) => isRefTo(state.selected, 'Service', view.key));
    const steps = useGlow('Service', view.key);
    const isDown = view.externalName === undefined && view.ready === 0;
    return (
      <section className={`traffic-box${selected ? ' sel' : ''}`} data-mid={mid} data-down={isDown} data-glow={steps}>
        <ServiceHead view={view} selected={selected} />
        <ul className="traffic-rows">
          {shown.rows.map((endpoint) => (
            <EndpointRow key={endpoint.address} endpoint={endpoint} />
          ))}
          <MoreRow more={shown.more} service={view.key} />
        </ul>
        <ServiceNotes view={view} />
        {hasCounts && view.externalName === undefined ? <CountsRow service={view.key} /> : null}
      </section>
    );
  },
  ({ data: a }, { data: b }) =>
    a.view === b.view && a.mid === b.mid && a.hasCounts === b.hasCounts && a.shown.rows.length === b.shown.rows.length,
);

function ServiceHead({ view, selected }: { readonly view: ServiceView; readonly selected: boolean }) {
  const t = useText();
  const type = view.isHeadless ? t('traffic.headless') : view.type;
  const label = `service ${view.name}, ${type}${view.ports === '' ? '' : ` ${view.ports}`}, ${view.ready}/${view.endpoints.length}`;
  return (
    <button
      type="button"
      className="traffic-head nopan"
      data-walk="service"
      title={`${type} ${view.ports}`}
      aria-pressed={selected}
      onClick={() => select(refOf('Service', view.key))}
    >
      <span className="sr-only">{label}</span>
      <span className="kind" aria-hidden="true">
        SVC
      </span>
      <b className="ell grow text-left" aria-hidden="true">
        {view.name}
      </b>
      {view.isHeadless ? (
        <span className="traffic-tag" aria-hidden="true">
          {t('traffic.headless')}
        </span>
      ) : null}
      <span className="mono traffic-ports ell" aria-hidden="true">
        {view.ports}
      </span>
    </button>
  );
}

const GLYPHS = { ready: 'ready', notReady: 'unready', terminating: 'terminating' } as const;

function EndpointRow({ endpoint: { address, state, pod } }: { readonly endpoint: EndpointView }) {
  const t = useText();
  const selected = useStore(selectionStore, ({ selected: ref }) => pod !== undefined && isRefTo(ref, 'Pod', pod));
  const name = pod === undefined ? t('traffic.endpoint.byHand') : (pod.split('/')[1] ?? '');
  const inner = (
    <>
      <StateGlyph state={GLYPHS[state]} size={14} />
      <span className="mono">{state === 'ready' ? address : <s>{address}</s>}</span>
      <PodName name={name} />
      <span className="sr-only">{t(`traffic.endpoint.${state}`)}</span>
    </>
  );
  return (
    <li>
      {pod === undefined ? (
        <span className="traffic-row">{inner}</span>
      ) : (
        <button
          type="button"
          className="traffic-row nopan"
          data-walk="endpoint"
          data-state={state}
          aria-pressed={selected}
          onClick={() => select(refOf('Pod', pod))}
        >
          {inner}
        </button>
      )}
    </li>
  );
}

function MoreRow({ more, service }: Pick<ServiceBoxLayout, 'more'> & { readonly service: string }) {
  const t = useText();
  if (more.ready + more.notReady === 0) return null;
  return (
    <li>
      <button
        type="button"
        className="traffic-row dim nopan"
        data-walk="more"
        onClick={() => select(refOf('Service', service))}
      >
        {t(more.notReady === 0 ? 'traffic.more' : 'traffic.more.notReady', {
          count: more.ready + more.notReady,
          notReady: more.notReady,
        })}
      </button>
    </li>
  );
}

function ServiceNotes({ view }: { readonly view: ServiceView }) {
  const t = useText();
  const texts = {
    external: t('traffic.external', { name: view.externalName ?? '' }),
    balancer:
      view.balancer?.addresses.length === 0
        ? t('traffic.balancer.pending')
        : t('traffic.balancer', { address: view.balancer?.addresses.join(', ') ?? '' }),
    noReady: t('traffic.noReady'),
  };
  return (
    <>
      {notesOf(view).map((note) => (
        <p key={note} className={note === 'noReady' ? 'traffic-note bad' : 'traffic-note'}>
          {note === 'noReady' ? <StateGlyph state="failed" size={14} /> : <Icon name="globe" size={14} />}
          <span className="ell">{texts[note]}</span>
        </p>
      ))}
    </>
  );
}

/** The cards of the pods behind one Service. */
export const TrafficPods = memo(
  function TrafficPods({ data: { pods } }: NodeProps<PodsFlowNode>) {
    return (
      <>
        {pods.map(([key, { x, y, width, height }]) => (
          <PodCell key={key} podKey={key} left={x} top={y} width={width} height={height} mid={height < 50} showNode />
        ))}
      </>
    );
  },
  ({ data: a }, { data: b }) => JSON.stringify(a.pods) === JSON.stringify(b.pods),
);

/** The object that a client's id stands for. */
export const clientRef = (id: string): ObjectRef => refOf('Pod', id.slice('from '.length));
export const clientName = (id: string): string => refKey(clientRef(id)).split('/')[1] ?? '';

/** The components as boxes: what each did last, what waits in its queue, and whether it hears anything. */
import { useStore } from 'zustand';
import type { ControlPlaneStatus, WriteActivity } from '../../client/activity';
import { useText } from '../i18n/useText';
import { Box, type PartProps, type StatusProps, useInstant } from './Box';
import type { Journey } from './journey';
import { ManagerBox, SchedulerBox } from './PausableBoxes';
import { checksOf } from './journey';
import type { PlaneLayout, Rect } from './planeLayout';
import { planeStore } from './planeStore';
import { codeText, nameOfKey } from './words';

interface PlaneBoxesProps {
  readonly layout: PlaneLayout;
  readonly status: ControlPlaneStatus | undefined;
  readonly asked: WriteActivity | undefined;
  readonly journey: Journey | undefined;
}

export function PlaneBoxes({ layout, status, asked, journey }: PlaneBoxesProps) {
  const { boxes, isSmall } = layout;
  const touched = new Set(journey?.steps.filter(({ isNext }) => isNext !== true).map(({ actor }) => actor));
  const at = (name: string) => boxes.get(name) ?? { x: 0, y: 0, width: 0, height: 0 };
  const shared = { status, asked, isSmall };
  return (
    <>
      <YouBox rect={at('you')} isSmall={isSmall} />
      <ManagerBox rect={at('kube-controller-manager')} {...shared} />
      <SchedulerBox rect={at('kube-scheduler')} {...shared} isAsked={touched.has('kube-scheduler')} />
      <ServerBox rect={at('kube-apiserver')} {...shared} />
      <EtcdBox rect={at('etcd')} {...shared} />
      {layout.isCrowded ? (
        <KubeletField rect={at('kubelets')} status={status} />
      ) : (
        status?.kubelets.map((kubelet) => (
          <KubeletBox key={kubelet.node} rect={at(`kubelet/${kubelet.node}`)} kubelet={kubelet} isSmall={isSmall} />
        ))
      )}
      {boxes.has('others') ? <OthersBox rect={at('others')} names={status?.others ?? []} isSmall={isSmall} /> : null}
    </>
  );
}

function YouBox({ rect, isSmall }: PartProps) {
  const t = useText();
  const last = useStore(planeStore, ({ lastBy }) => lastBy.get('you'));
  return (
    <Box
      rect={rect}
      icon="term"
      name={t('controlPlane.you')}
      actor="you"
      aside={rect.width < 136 ? undefined : t('controlPlane.you.who')}
    >
      {isSmall ? null : (
        <div className="dim text-12">
          {t(last === undefined ? 'controlPlane.noRequest' : 'controlPlane.lastRequest')}
        </div>
      )}
      {last === undefined ? null : (
        <div className="mono plane-mono" title={last.path}>
          {last.method} {shortPath(last.path)}
        </div>
      )}
    </Box>
  );
}

/** `pods/kubia-9qw4z`: the path without what every path has. */
function shortPath(path: string): string {
  return path.replace(/^\/apis?\/([^/]+\/)?v\d\w*\/(namespaces\/[^/]+\/(?=.))?/, '');
}

function ServerBox({ rect, status, asked, isSmall }: StatusProps) {
  const t = useText();
  const newest = useStore(planeStore, ({ rows }) => rows.at(-1)?.write);
  const write = asked ?? newest;
  const revision = asked?.stored.at(-1)?.revision ?? status?.revision;
  return (
    <Box
      rect={rect}
      icon="api"
      name="kube-apiserver"
      isServer
      aside={revision === undefined ? undefined : t('controlPlane.revision', { revision })}
    >
      {write === undefined ? (
        <p className="dim plane-fact">{t('controlPlane.noRequest')}</p>
      ) : (
        <div className="plane-request">
          <span className="mono ell" title={write.path}>
            <b>{write.method}</b> {write.path}
          </span>
          <span className="grow" />
          {isSmall || write.code === 0 ? null : <span className="dim text-12 plane-checks">{t(checksOf(write))}</span>}
          {/* Of what happened before anybody looked only the result is known. */}
          {write.code === 0 ? null : (
            <span className={write.code < 400 ? 'chip ok' : 'chip bad'}>{codeText(write.code)}</span>
          )}
        </div>
      )}
    </Box>
  );
}

function EtcdBox({ rect, status, asked, isSmall }: StatusProps) {
  const t = useText();
  const newest = useStore(planeStore, ({ rows }) => rows.findLast(({ write }) => write.stored.length > 0)?.write);
  const stored = (asked ?? newest)?.stored.at(-1);
  return (
    <Box
      rect={rect}
      icon="server"
      name="etcd"
      aside={
        status === undefined || isSmall
          ? undefined
          : t('controlPlane.keys', { count: status.keys.toLocaleString('en') })
      }
    >
      {stored === undefined ? null : (
        <div className="mono plane-mono" title={stored.key}>
          {isSmall || rect.width < 120 ? null : (
            <>
              {stored.revision}
              <br />
              {stored.key.slice(0, stored.key.lastIndexOf('/') + 1)}
              <wbr />
            </>
          )}
          <b>{nameOfKey(stored.key)}</b>
        </div>
      )}
    </Box>
  );
}

type Kubelet = ControlPlaneStatus['kubelets'][number];

function KubeletBox({ rect, kubelet, isSmall }: PartProps & { readonly kubelet: Kubelet }) {
  const t = useText();
  const { node, pods, downSince } = kubelet;
  const time = useInstant(downSince ?? 0);
  const isTight = isSmall || rect.width < 110;
  return (
    <Box rect={rect} icon="kubelet" name={node} actor={`kubelet/${node}`} isLost={downSince !== undefined}>
      <p className="plane-fact">
        {downSince === undefined
          ? t(isTight ? 'controlPlane.kubelet.few' : 'controlPlane.kubelet.pods', { count: pods })
          : t(isTight ? 'controlPlane.kubelet.brokenFew' : 'controlPlane.kubelet.broken', { time })}
      </p>
    </Box>
  );
}

/** Kubelets that are too many for boxes: one cell each. */
function KubeletField({ rect, status }: { readonly rect: Rect; readonly status: ControlPlaneStatus | undefined }) {
  const t = useText();
  const kubelets = status?.kubelets ?? [];
  const broken = kubelets.filter(({ downSince }) => downSince !== undefined).length;
  return (
    <Box rect={rect} icon="kubelet" name={t('controlPlane.kubelets')} aside={kubelets.length}>
      <p className="plane-fact plane-row">
        {t('controlPlane.kubelets.many', { count: kubelets.length })}
        {broken === 0 ? null : (
          <span className="chip warn">{t('controlPlane.kubelets.broken', { count: broken })}</span>
        )}
      </p>
      <div className="plane-cells" aria-hidden="true">
        {kubelets.map(({ node, downSince }) => (
          <i key={node} data-broken={downSince !== undefined} title={node} />
        ))}
      </div>
    </Box>
  );
}

/** What else watches: a kube-proxy on each node, and programs in pods. */
function OthersBox({ rect, names, isSmall }: PartProps & { readonly names: readonly string[] }) {
  const t = useText();
  const [first = ''] = names;
  const title = isSmall ? first : t('controlPlane.others');
  const rest = names.slice(1).join(', ');
  return (
    <Box rect={rect} icon="link" name={title}>
      {isSmall ? (
        <p className="plane-fact">{rest}</p>
      ) : (
        <ul className="plane-others">
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
    </Box>
  );
}

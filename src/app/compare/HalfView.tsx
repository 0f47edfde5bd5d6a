/** One of the two clusters: controllers, waiting pods and machines with their pods, what differs in a dashed outline. Read only. */
import type { Pod } from '../../api/core/pod';
import type { Node } from '../../api/core/node';
import { countdownText, leftPercent } from '../graph/duration';
import { faceOf, isControllerKind } from '../graph/controllerKinds';
import { controllerLabel, monogram } from '../graph/controllers';
import { nodeState } from '../graph/nodeState';
import { podLabel } from '../graph/PodCell';
import { podClock, splitName } from '../graph/podCard';
import { podState } from '../graph/podState';
import { ProbeLamp } from '../graph/ProbeLamp';
import { Icon, StateGlyph } from '../icons/Icon';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { type Half, nodeOf, podKey, type PodMark } from './half';

interface HalfViewProps {
  readonly half: Half;
  readonly marks: ReadonlyMap<string, PodMark>;
  /** Names of pods that only the other one has. */
  readonly missing: readonly string[];
}

/** With more pods than this, machines show those that differ and count the rest. */
const MOST_PODS = 240;
/** More names would not be read. */
const MOST_NAMES = 6;

export function HalfView({ half, marks, missing }: HalfViewProps) {
  const t = useText();
  const isFull = half.pods.length <= MOST_PODS;
  const waiting = half.pods.filter((pod) => pod.spec.nodeName === undefined);
  // Roots speak for what they own.
  const roots = half.controllers.filter(({ metadata }) => metadata.ownerReferences === undefined);
  const names = new Set(half.nodes.map(({ metadata }) => metadata.name));
  const gone = [...new Set(half.pods.map(({ spec }) => spec.nodeName ?? ''))].filter((n) => n !== '' && !names.has(n));
  return (
    <div className="compare-graph">
      {missing.length === 0 ? null : (
        <p className="compare-missing">
          {t('compare.missing', {
            names: missing.slice(0, MOST_NAMES).join(', ') + (missing.length > MOST_NAMES ? ', …' : ''),
          })}
        </p>
      )}
      <div className="compare-pills">
        {roots.map((controller) => (
          <ControllerFact key={`${controller.kind} ${controller.metadata.uid}`} controller={controller} />
        ))}
      </div>
      {waiting.length === 0 ? null : (
        <section className="compare-tray" aria-label={t('compare.pending')}>
          <b>{t('compare.pending')}</b>
          <Pods pods={waiting} half={half} marks={marks} isFull={isFull} />
        </section>
      )}
      <div className="compare-nodes">
        {[...half.nodes.map(({ metadata }) => metadata.name), ...gone].map((name) => (
          <Machine
            key={name}
            name={name}
            node={half.nodes.find(({ metadata }) => metadata.name === name)}
            half={half}
            marks={marks}
            isFull={isFull}
          />
        ))}
      </div>
    </div>
  );
}

function ControllerFact({ controller }: { readonly controller: Half['controllers'][number] }) {
  const { kind } = controller;
  if (!isControllerKind(kind)) return null;
  const { values } = faceOf(kind, controller);
  return (
    <div className="pill" role="img" aria-label={controllerLabel(kind, controller)}>
      <span className="kind">{monogram(kind)}</span>
      <span className="ell">{controller.metadata.name}</span>
      <span className="n3">
        {values.map(({ name, text, low }, index) => (
          <span key={name}>
            {index === 0 ? null : <s>/</s>}
            <em className={low ? 'low' : undefined}>{text}</em>
          </span>
        ))}
      </span>
    </div>
  );
}

interface MachineProps {
  readonly name: string;
  readonly node: Node | undefined;
  readonly half: Half;
  readonly marks: ReadonlyMap<string, PodMark>;
  readonly isFull: boolean;
}

function Machine({ name, node, half, marks, isFull }: MachineProps) {
  const t = useText();
  const { status, lost } = nodeState(node);
  const pods = half.pods.filter(({ spec }) => spec.nodeName === name);
  const next = pods
    .flatMap((pod) => half.waits.get(`Pod ${podKey(pod)}`) ?? [])
    .concat(half.waits.get(`Node ${name}`) ?? [])
    .filter(({ what }) => what === (lost ? 'eviction' : 'nodeNotHeardOf'))
    .sort((x, y) => x.until - y.until)[0];
  return (
    <section className={`node${lost ? ' lost' : ''}`} aria-label={`node ${name}, ${status}`}>
      <header>
        <div className="head">
          <b className="ell">{name}</b>
          <span className="grow" />
          <span className={status === 'Ready' ? 'node-word' : 'node-word bad'}>
            {status === 'Ready' ? (
              <StateGlyph state="ready" size={13} />
            ) : (
              <Icon name={lost ? 'plug' : 'warn'} size={14} />
            )}
            {status}
          </span>
        </div>
      </header>
      <Pods pods={pods} half={half} marks={marks} isFull={isFull} />
      {next === undefined ? null : (
        <p className="compare-evict">
          <span className="ring" style={{ '--p': leftPercent(next.since, next.until, half.now) }} />
          <b className="num">{countdownText(next.until - half.now)}</b> {t(lost ? 'compare.evict' : 'compare.notReady')}
        </p>
      )}
    </section>
  );
}

interface PodsProps {
  readonly pods: readonly Pod[];
  readonly half: Half;
  readonly marks: ReadonlyMap<string, PodMark>;
  readonly isFull: boolean;
}

function Pods({ pods, half, marks, isFull }: PodsProps) {
  const t = useText();
  const shown = isFull ? pods : pods.filter(({ metadata }) => marks.has(metadata.uid));
  const ready = pods.filter((pod) => podState(pod, nodeOf(half, pod)).state === 'ready').length;
  return (
    <>
      {isFull ? null : <p className="dim text-12">{t('compare.pods', { count: pods.length, ready })}</p>}
      <ul className="compare-pods">
        {shown.map((pod) => (
          <PodFact key={pod.metadata.uid} pod={pod} half={half} mark={marks.get(pod.metadata.uid)} t={t} />
        ))}
      </ul>
    </>
  );
}

interface PodFactProps {
  readonly pod: Pod;
  readonly half: Half;
  readonly mark: PodMark | undefined;
  readonly t: Translate;
}

function PodFact({ pod, half, mark, t }: PodFactProps) {
  const state = podState(pod, nodeOf(half, pod));
  const { countdown, lamps } = podClock(half.waits.get(`Pod ${podKey(pod)}`), half.now);
  const { suffix } = splitName(pod);
  const word = mark === undefined ? undefined : t(mark === 'only' ? 'compare.onlyHere' : 'compare.different');
  const label = podLabel(t, pod, state);
  return (
    <li className="pod mid" data-s={state.state} data-mark={mark} title={`${label}${word ? `, ${word}` : ''}`}>
      <span className="sr-only">{`${label}${word ? `, ${word}` : ''}`}</span>
      <span className="id" aria-hidden="true">
        <StateGlyph state={state.state} />
        <span className="nm">
          <b>{suffix}</b>
        </span>
      </span>
      <span className="ft" aria-hidden="true">
        {state.state === 'unknown' ? null : <span>{state.ready}</span>}
        {state.restarts === 0 ? null : (
          <span className="restarts">
            <Icon name="restart" size={11} />
            {state.restarts}
          </span>
        )}
        <span className="sp" />
        {countdown === undefined ? (
          lamps.map((lamp) => <ProbeLamp key={lamp.probe} lamp={lamp} />)
        ) : (
          <span className="left-time">
            <span className="ring" style={{ '--p': countdown.percent }} />
            {countdown.text}
          </span>
        )}
      </span>
    </li>
  );
}

/** What comes next, and until when it is waited for: the dashed cards on top of a chain, with the one countdown ring. */
import { useStore } from 'zustand';
import type { WaitRow } from '../../client/simulation';
import type { ObjectPlace, WhyChain } from '../../client/why';
import { useAllObjects, useObject } from '../cluster/ClusterContext';
import { countdownText, leftPercent } from '../graph/duration';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { refKey } from '../stores/selectionStore';
import { clockText } from '../timeline/clockText';
import { MomentLink } from '../timeline/MomentLink';
import { isProbe, PROBES, WAITS } from '../timeline/waitWords';
import { failuresLeft, isPressing, ruleOfWait, waitsOf } from './next';
import { DocsLink, SettingText } from './RuleFacts';
import './why.css';

interface WhyNextProps {
  readonly chain: WhyChain;
}

/** As the simulation tells it now; of a write, as it was when that was asked about. */
export function WhyNext({ chain }: WhyNextProps) {
  const objects = useAllObjects();
  const rows = useStore(playbackStore, ({ status }) => status?.waits);
  const { subject } = chain;
  const about = subject.type === 'revision' ? undefined : subject.object;
  const waits = about === undefined || rows === undefined ? chain.next.slice(0, 1) : waitsOf(about, rows, objects);
  return waits.map((wait) => (
    <NextCard key={`${refKey(wait)} ${wait.what} ${wait.container ?? ''}`} wait={wait} about={about} />
  ));
}

/** The same for an object that nothing is asked about; nothing where only the next round of a passing probe comes. */
export function Waits({ about }: { readonly about: ObjectPlace }) {
  const t = useText();
  const objects = useAllObjects();
  const rows = useStore(playbackStore, ({ status }) => status?.waits);
  const waits = waitsOf(about, rows ?? [], objects).filter(isPressing);
  if (waits.length === 0) return null;
  return (
    <ol className="why-chain waits" aria-label={t('why.waits')}>
      {waits.map((wait) => (
        <NextCard key={`${refKey(wait)} ${wait.what} ${wait.container ?? ''}`} wait={wait} about={about} />
      ))}
    </ol>
  );
}

function NextCard({ wait, about }: { readonly wait: WaitRow; readonly about: ObjectPlace | undefined }) {
  const t = useText();
  const now = useStore(playbackStore, ({ status }) => Math.floor((status?.now ?? 0) / 1000) * 1000);
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  const pod = useObject('Pod', wait.kind === 'Pod' ? refKey(wait) : undefined);
  const left = Math.max(0, wait.until - now);
  const rule = ruleOfWait(wait, pod);
  const text = waitText(wait, failuresLeft(wait, pod), t);
  const isOther = about !== undefined && about.name !== wait.name && !text.includes(wait.name);
  return (
    <li className="why-next">
      <span className="step" aria-hidden="true" />
      <span className="why-who">
        <span className="ring" style={{ '--p': leftPercent(wait.since, wait.until, now) }} aria-hidden="true" />
        {t('why.next', { time: countdownText(left) })}
        {isOther ? <span className="ell">{wait.name}</span> : null}
      </span>
      <span className="why-at">
        <MomentLink at={wait.until}>{clockText(wait.until - startedAt)}</MomentLink>
      </span>
      <p>
        {text}
        {rule === undefined ? null : <DocsLink of={rule} />}
      </p>
      {rule === undefined ? null : (
        <span className="why-facts">
          <SettingText of={rule} />
        </span>
      )}
    </li>
  );
}

const KNOWN = [...PROBES, ...WAITS] as const;

/** What happens at the end of a wait; of a probe that fails, after how many more failures. */
function waitText({ what, name, container, failures = 0 }: WaitRow, more: number | undefined, t: Translate): string {
  const known = KNOWN.find((each) => each === what) ?? 'schedulingBackOff';
  const params = {
    name,
    container: container ?? name,
    failures,
    probe: what,
    more: more ?? 0,
  };
  if (!isProbe(known) || failures === 0) return t(`why.wait.${known}`, params);
  if (more === undefined) return t('why.wait.probeFailing', params);
  return `${t('why.wait.probeFailing', params)}. ${t(known === 'readiness' ? 'why.wait.untilUnready' : 'why.wait.untilRestart', params)}`;
}

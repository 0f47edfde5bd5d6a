/** What would make the pod fit: each line was tried out on the filters; a command is there where one does it. */
import { useStore } from 'zustand';
import type { SchedulingChange, SchedulingRemedy } from '../../client/simulation';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { selectionStore } from '../stores/selectionStore';
import { Command } from './Command';

const sentences: Readonly<Record<SchedulingChange['type'], TextKey>> = {
  lowerRequests: 'scheduling.if.lowerRequests',
  uncordon: 'scheduling.if.uncordon',
  nodeBack: 'scheduling.if.nodeBack',
  pressureEnds: 'scheduling.if.pressureEnds',
  tolerate: 'scheduling.if.tolerate',
  removeTaints: 'scheduling.if.removeTaints',
  addLabels: 'scheduling.if.addLabels',
  dropNodeSelector: 'scheduling.if.dropNodeSelector',
  removePods: 'scheduling.if.removePods',
  scaleDown: 'scheduling.if.scaleDown',
  dropHostPorts: 'scheduling.if.dropHostPorts',
  addPartner: 'scheduling.if.addPartner',
  dropAffinity: 'scheduling.if.dropAffinity',
  dropAntiAffinity: 'scheduling.if.dropAntiAffinity',
  dropSpread: 'scheduling.if.dropSpread',
  addNode: 'scheduling.if.addNode',
};
/** So many nodes are named; the others are counted. */
const NAMED = 3;

export function RemedyList({ remedies }: { readonly remedies: readonly SchedulingRemedy[] }) {
  const t = useText();
  if (remedies.length === 0) return <p className="dim">{t('scheduling.noRemedy')}</p>;
  return (
    <>
      <h4 className="cap">{t('scheduling.if')}</h4>
      <ul className="remedies">
        {remedies.map((remedy) => (
          <li key={remedy.changes.map(({ type }) => type).join(' ')}>
            <Remedy remedy={remedy} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Remedy({ remedy: { changes, nodes } }: { readonly remedy: SchedulingRemedy }) {
  const t = useText();
  const select = useStore(selectionStore, (state) => state.select);
  const text = changes.map(({ type, params }) => t(sentences[type], params)).join(t('scheduling.and'));
  const lines = changes.flatMap(({ command }) => command ?? []);
  const isNew = changes.some(({ type }) => type === 'addNode');
  return (
    <>
      <span>{text}</span>
      {isNew ? null : (
        <span className="remedy-nodes">
          {nodes.slice(0, NAMED).map((name) => (
            <button key={name} type="button" className="chip" onClick={() => select({ kind: 'Node', name })}>
              {name}
            </button>
          ))}
          {nodes.length > NAMED ? (
            <span className="dim">{t('scheduling.more', { count: nodes.length - NAMED })}</span>
          ) : null}
        </span>
      )}
      {lines.map((line) => (
        <Command key={line} line={line} />
      ))}
    </>
  );
}

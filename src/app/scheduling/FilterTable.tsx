/** Filter plugins down, nodes across; the cell that refuses says why. Scrolls sideways, with the arrow keys too. */
import { Icon, StateGlyph } from '../icons/Icon';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { NodeHead } from './NodeHead';
import type { Cell, Column, VerdictTable } from './columns';
import { refusalText } from './refusalText';

/** What each plugin asks. */
const questions: Readonly<Record<string, TextKey>> = {
  NodeUnschedulable: 'scheduling.ask.NodeUnschedulable',
  NodeName: 'scheduling.ask.NodeName',
  TaintToleration: 'scheduling.ask.TaintToleration',
  NodeAffinity: 'scheduling.ask.NodeAffinity',
  NodePorts: 'scheduling.ask.NodePorts',
  NodeResourcesFit: 'scheduling.ask.NodeResourcesFit',
  VolumeRestrictions: 'scheduling.ask.VolumeRestrictions',
  NodeVolumeLimits: 'scheduling.ask.NodeVolumeLimits',
  VolumeBinding: 'scheduling.ask.VolumeBinding',
  VolumeZone: 'scheduling.ask.VolumeZone',
  PodTopologySpread: 'scheduling.ask.PodTopologySpread',
  InterPodAffinity: 'scheduling.ask.InterPodAffinity',
};

export function FilterTable({ table }: { readonly table: VerdictTable }) {
  const t = useText();
  const { plugins, skipped, columns } = table;
  return (
    <>
      <div className="verdict-scroll" role="region" aria-label={t('scheduling.filters')} tabIndex={0}>
        <table className="verdict-table">
          <thead>
            <tr>
              <th scope="col">{t('scheduling.filters')}</th>
              {columns.map((column) => (
                <NodeHead key={column.nodes[0]} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {plugins.map((plugin) => (
              <tr key={plugin}>
                <th scope="row">
                  {plugin}
                  <Question plugin={plugin} />
                </th>
                {columns.map((column) => (
                  <FilterCell key={column.nodes[0]} plugin={plugin} column={column} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {skipped.length === 0 ? null : (
        <p className="dim verdict-skipped">{t('scheduling.skipped', { plugins: skipped.join(', ') })}</p>
      )}
    </>
  );
}

function Question({ plugin }: { readonly plugin: string }) {
  const t = useText();
  const key = questions[plugin];
  return key === undefined ? null : <span className="dim">{t(key)}</span>;
}

function FilterCell({ plugin, column }: { readonly plugin: string; readonly column: Column }) {
  const t = useText();
  const cell: Cell = column.cells.get(plugin) ?? { type: 'notReached' };
  if (cell.type === 'pass') {
    return (
      <td>
        <span className="verdict-pass" role="img" aria-label={t('scheduling.passes')}>
          <Icon name="check" />
        </span>
      </td>
    );
  }
  if (cell.type !== 'refuse') {
    return <td className="dim">{t(cell.type === 'notReached' ? 'scheduling.notReached' : 'scheduling.notLooked')}</td>;
  }
  return (
    <td className="bad" title={[cell.reason, cell.detail?.text].filter(Boolean).join('\n')}>
      <span className="verdict-no">
        <StateGlyph state="failed" />
        <span>{refusalText(cell, t)}</span>
      </span>
    </td>
  );
}

/** What each scoring plugin gave to the nodes that fitted, weights included: the highest sum wins. */
import { useText } from '../i18n/useText';
import { NodeHead } from './NodeHead';
import { totalOf, type VerdictTable } from './columns';

export function ScoreTable({ table: { scoring, columns } }: { readonly table: VerdictTable }) {
  const t = useText();
  const fitting = columns.filter(({ scores }) => scores !== undefined);
  return (
    <div className="verdict-scroll" role="region" aria-label={t('scheduling.scores')} tabIndex={0}>
      <table className="verdict-table">
        <thead>
          <tr>
            <th scope="col">{t('scheduling.scores')}</th>
            {fitting.map((column) => (
              <NodeHead key={column.nodes[0]} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {scoring.map((plugin) => (
            <tr key={plugin}>
              <th scope="row">{plugin}</th>
              {fitting.map(({ nodes, scores }) => (
                <td key={nodes[0]} className="num">
                  {scores?.find((each) => each.plugin === plugin)?.score ?? 0}
                </td>
              ))}
            </tr>
          ))}
          <tr className="verdict-sum">
            <th scope="row">{t('scheduling.sum')}</th>
            {fitting.map((column) => (
              <td key={column.nodes[0]} className="num">
                {totalOf(column)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

/** What came of the two futures, row by row. */
import { useText } from '../i18n/useText';
import type { Difference } from './differences';

interface DifferenceTableProps {
  readonly rows: readonly Difference[];
  readonly names: readonly [string, string];
  /** `13:42` */
  readonly moment: string;
  /** Both have answered. */
  readonly isAsked: boolean;
}

export function DifferenceTable({ rows, names, moment, isAsked }: DifferenceTableProps) {
  const t = useText();
  return (
    // It scrolls by keys where it is too long.
    <section className="compare-table" aria-label={t('compare.table')} tabIndex={0}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col" className="num">
              {t('compare.upTo', { moment })}
            </th>
            <th scope="col">{names[0]}</th>
            <th scope="col">{names[1]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, what, first, second }) => (
            <tr key={id}>
              <th scope="row">{t(what.key, what.params)}</th>
              <td className="num">{t(first.key, first.params)}</td>
              <td className="num">{t(second.key, second.params)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isAsked && rows.length === 0 ? <p className="dim">{t('compare.nothing')}</p> : null}
    </section>
  );
}

/** All versions of the selected object, newest first: who wrote it when, and what that changed. Each time moves the clock. */
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ObjectPlace, ObjectVersion } from '../../client/why';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { barStore } from './barStore';
import { clockText } from './clockText';
import { actorText } from '../controlPlane/words';
import { MomentLink } from './MomentLink';
import { useVersions } from './useVersions';
import { type DiffRow, diffRows, versionRows } from './versions';
import './history.css';

interface HistoryTabProps {
  readonly object: ObjectPlace;
  /** What changes with each write of the object. */
  readonly version: string | undefined;
}

export function HistoryTab({ object, version }: HistoryTabProps) {
  const t = useText();
  const answer = useVersions(object, version);
  const { isSelectedOnly, setSelectedOnly } = useStore(barStore);
  if (answer.type === 'waiting') return <p className="dim">{t('inspector.loading')}</p>;
  if (answer.type === 'refused') return <p className="callout bad wrap-anywhere">{answer.why}</p>;
  const rows = versionRows(answer.versions);
  return (
    <div className="history">
      <label className="row text-12">
        <input type="checkbox" checked={isSelectedOnly} onChange={(event) => setSelectedOnly(event.target.checked)} />
        {t('timeline.onlySelected', { name: object.name })}
      </label>
      {rows.length === 0 ? <p className="dim">{t('timeline.versions.none')}</p> : null}
      <ol>
        {rows.map((row) =>
          row.type === 'version' ? (
            <Version key={row.version.revision} version={row.version} />
          ) : (
            <li key={`routine ${row.versions[0]?.revision}`} className="version dim">
              <Clock at={row.first} />
              {row.versions.length > 1 ? (
                <>
                  {' - '}
                  <Clock at={row.last} />
                </>
              ) : null}{' '}
              {t('timeline.versions.routine', { count: row.versions.length })}
            </li>
          ),
        )}
      </ol>
    </div>
  );
}

/** The instant of a version; the clock goes there. */
function Clock({ at }: { readonly at: number }) {
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  return (
    <span className="mono num">
      <MomentLink at={at}>{clockText(at - startedAt)}</MomentLink>
    </span>
  );
}

/** Fields that are shown until somebody asks for all. */
const FEW = 6;

function Version({ version }: { readonly version: ObjectVersion }) {
  const t = useText();
  const [isWhole, setIsWhole] = useState(false);
  const rows = diffRows(version);
  const { type, at, by, controller, revision } = version;
  const few = type === 'MODIFIED' ? FEW : 0;
  const shown = isWhole ? rows : rows.slice(0, few);
  return (
    <li className="version" data-type={type}>
      <div className="row">
        <Clock at={at} />
        <b className="ell grow">{actorText(by, controller, t)}</b>
        {type === 'MODIFIED' ? null : (
          <span className="chip">{t(type === 'ADDED' ? 'timeline.versions.added' : 'timeline.versions.deleted')}</span>
        )}
        <span className="mono dim text-11" title={`resourceVersion ${revision}`}>
          {revision}
        </span>
      </div>
      {shown.length === 0 ? null : (
        <dl className="diffs">
          {shown.map((row) => (
            <Diff key={row.path} row={row} />
          ))}
        </dl>
      )}
      {rows.length <= shown.length ? null : (
        <button type="button" className="linklike text-12" onClick={() => setIsWhole(true)}>
          {t('timeline.versions.more', { count: rows.length - shown.length })}
        </button>
      )}
    </li>
  );
}

function Diff({ row: { path, before, after } }: { readonly row: DiffRow }) {
  const t = useText();
  return (
    <div>
      <dt className="mono wrap-anywhere">{path}</dt>
      <dd className="mono wrap-anywhere">
        {before === undefined ? null : <del>{before}</del>}
        {before === undefined || after === undefined ? null : <span aria-hidden="true"> → </span>}
        {after === undefined ? <span className="dim"> {t('timeline.versions.removed')}</span> : <ins>{after}</ins>}
      </dd>
    </div>
  );
}

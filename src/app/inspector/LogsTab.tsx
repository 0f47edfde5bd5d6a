/** What a container printed: `kubectl logs`, now or of the run before. Loaded when the tab first opens. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Pod } from '../../api/core/pod';
import { useStore } from 'zustand';
import { ApiError } from '../../api/meta/status';
import { pathOf } from '../../client/client';
import { useClient, useSimulation } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { clockText } from '../timeline/clockText';
import { MomentLink } from '../timeline/MomentLink';
import { type LogLineRow, logLines } from './logLines';
import { useSecond } from './useSecond';

interface LogsTabProps {
  readonly pod: Pod;
  readonly container: string | undefined;
}

type LogText =
  | { readonly type: 'lines'; readonly lines: readonly LogLineRow[] }
  | { readonly type: 'refused'; readonly message: string };

export function LogsTab({ pod, container }: LogsTabProps) {
  const t = useText();
  const names = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].map(({ name }) => name);
  const [chosen, setChosen] = useState(container ?? names[0] ?? '');
  const [previous, setPrevious] = useState(false);
  const log = useLog(pod, chosen, previous);
  const isSimulated = useSimulation() !== undefined;
  const startedAt = useStore(playbackStore, ({ status }) => (isSimulated ? status?.startedAt : undefined));
  const words = `kubectl logs ${pod.metadata.name}${names.length > 1 ? ` -c ${chosen}` : ''}${previous ? ' --previous' : ''}`;
  return (
    <div className="logs">
      <div className="logs-bar">
        {names.length < 2 ? null : (
          <select
            className="field"
            aria-label={t('actions.container')}
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
          >
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
        <label className="row text-12">
          <input type="checkbox" checked={previous} onChange={(event) => setPrevious(event.target.checked)} />
          {t('inspector.logs.previous')}
        </label>
      </div>
      <div className="action-line mono">{words}</div>
      {log === undefined ? null : log.type === 'refused' ? (
        <div className="callout bad mono wrap-anywhere">{log.message}</div>
      ) : log.lines.length === 0 ? (
        <p className="dim">{t('inspector.logs.empty')}</p>
      ) : (
        <pre className="mono log-text" tabIndex={0} aria-label={words}>
          {log.lines.map((line) => (
            <LogLine key={line.number} line={line} startedAt={startedAt} />
          ))}
        </pre>
      )}
    </div>
  );
}

interface LogLineProps {
  readonly line: LogLineRow;
  /** When the run began; undefined against a real cluster, whose clock nobody moves. */
  readonly startedAt: number | undefined;
}

/** A line with its time, which leads there. */
function LogLine({ line: { at, text }, startedAt }: LogLineProps) {
  return (
    <>
      {at === undefined || startedAt === undefined ? null : (
        <span className="log-time">
          <MomentLink at={at}>{clockText(at - startedAt)}</MomentLink>{' '}
        </span>
      )}
      {text}
      {'\n'}
    </>
  );
}

/** Reads the log again each virtual second while the tab is open; a slow answer never overtakes a newer one. */
function useLog(pod: Pod, container: string, previous: boolean): LogText | undefined {
  const client = useClient();
  const second = useSecond();
  const [log, setLog] = useState<LogText>();
  const asked = useRef(0);
  const { namespace, name } = pod.metadata;
  const read = useCallback(async () => {
    asked.current += 1;
    const number = asked.current;
    const query = { container, tailLines: '500', timestamps: 'true', ...(previous ? { previous: 'true' } : {}) };
    try {
      const response = await client.raw({ method: 'GET', path: pathOf('Pod', namespace, name, 'log'), query });
      if (number === asked.current) setLog({ type: 'lines', lines: logLines(String(response.body ?? '')) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (number === asked.current)
        setLog({ type: 'refused', message: `Error from server (${error.reason}): ${error.message}` });
    }
  }, [client, namespace, name, container, previous]);
  // The same second of another branch is another log.
  const branch = useStore(playbackStore, ({ status }) => status?.history?.branch);
  useEffect(() => void read(), [read, second, branch]);
  return log;
}

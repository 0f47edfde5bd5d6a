/** The last requests, newest first: number, how it ended, path, who answered. */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { RequestRecord } from '../../client/traffic';
import { useText } from '../i18n/useText';
import { selectionStore } from '../stores/selectionStore';
import './requests.css';
import { PodName } from './PodName';
import { endWord, pathOf } from './requestWords';
import { outcomeOf, trafficStore } from './trafficStore';

interface RequestListProps {
  readonly most: number;
  /** Keeps those that it is true for. Give a stable function. */
  readonly filter?: (record: RequestRecord) => boolean;
}

export function RequestList({ most, filter }: RequestListProps) {
  const t = useText();
  const requests = useSlowRequests();
  const chosen = useStore(selectionStore, ({ request }) => request);
  const shown = useMemo(
    () => (filter === undefined ? requests : requests.filter(filter)).slice(-most).toReversed(),
    [requests, filter, most],
  );
  if (shown.length === 0) return <p className="dim">{t('traffic.requests.none')}</p>;
  return (
    <ul className="requests">
      {shown.map((record) => (
        <li key={record.id}>
          <button
            type="button"
            aria-pressed={record.id === chosen}
            onClick={() => selectionStore.getState().selectRequest(record.id)}
          >
            <span className="dim num">#{record.id}</span>
            <b className="mono" data-outcome={outcomeOf(record)}>
              {endWord(record, t)}
            </b>
            <span className="mono ell">{pathOf(record.url)}</span>
            <PodName name={whoAnswered(record, t('traffic.nobody'))} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Nobody reads faster. */
const REFRESH_MS = 400;

/** The requests that the page knows, looked at a few times a second however many come. */
function useSlowRequests(): readonly RequestRecord[] {
  const [requests, setRequests] = useState(() => trafficStore.getState().requests);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const look = () => {
      timer = undefined;
      last = performance.now();
      setRequests(trafficStore.getState().requests);
    };
    look();
    const stop = trafficStore.subscribe(() => {
      timer ??= setTimeout(look, Math.max(0, last + REFRESH_MS - performance.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return requests;
}

function whoAnswered({ pod, service }: RequestRecord, nobody: string): string {
  return pod?.name ?? (service === undefined ? nobody : service.name);
}

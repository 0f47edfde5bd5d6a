/** Use of processor and memory at the moment, asked of the kubelet through the API server; nothing where it does not say. */
import { useEffect, useState } from 'react';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { ApiError } from '../../api/meta/status';
import { useClient } from '../cluster/ClusterContext';
import { nodeUsageFacts, podUsageFacts, type StatsSummary } from './usageFacts';

interface UsageProps {
  readonly object: Pod | Node;
  /** The machine to ask. */
  readonly node: string;
  /** Asked anew when this changes. */
  readonly now: number;
}

export function Usage({ object, node, now }: UsageProps) {
  const client = useClient();
  const [summary, setSummary] = useState<StatsSummary>();
  useEffect(() => {
    let isCurrent = true;
    const path = `/api/v1/nodes/${node}/proxy/stats/summary`;
    client.raw({ method: 'GET', path }).then(
      ({ body }) => {
        if (isCurrent) setSummary(body as StatsSummary); // What a kubelet answers there.
      },
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        if (isCurrent) setSummary(undefined);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, node, now]);
  if (summary === undefined) return null;
  const facts =
    'containers' in object.spec ? podUsageFacts(object as Pod, summary) : nodeUsageFacts(object as Node, summary);
  if (facts.length === 0) return null;
  return (
    <dl className="facts">
      {facts.map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

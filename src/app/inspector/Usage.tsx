/**
 * Use of processor and memory at the moment: of a simulated kubelet, asked through the API server; of a real cluster, as its
 * metrics server tells. Nothing where nobody says.
 */
import { useEffect, useRef, useState } from 'react';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { useClient, useSimulation } from '../cluster/ClusterContext';
import { measuredUsage } from './measuredUsage';
import { nodeUsageFacts, podUsageFacts, type StatsSummary } from './usageFacts';

/** A metrics server measures every quarter of a minute. */
const METRICS_MS = 15_000;

interface UsageProps {
  readonly object: Pod | Node;
  /** The machine to ask. */
  readonly node: string;
  /** Asked anew when this changes. */
  readonly now: number;
}

export function Usage({ object, node, now }: UsageProps) {
  const client = useClient();
  const isReal = useSimulation() === undefined;
  const step = isReal ? Math.floor(now / METRICS_MS) : now;
  // The object itself changes more often than what is measured of it.
  const subject = useRef(object);
  subject.current = object;
  const [summary, setSummary] = useState<StatsSummary>();
  useEffect(() => {
    let isCurrent = true;
    const asked = isReal
      ? measuredUsage(client, subject.current)
      : client
          .raw({ method: 'GET', path: `/api/v1/nodes/${node}/proxy/stats/summary` })
          .then(({ body }) => body as StatsSummary); // What a kubelet answers there.
    asked.then(
      (measured) => {
        if (isCurrent) setSummary(measured);
      },
      () => {
        // Nobody answers for this node, or the engine died, which the page tells elsewhere.
        if (isCurrent) setSummary(undefined);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, isReal, node, step]);
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

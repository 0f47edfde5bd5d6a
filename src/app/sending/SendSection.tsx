/** The part of an object's summary that is about requests: sending them, and of a Service the last ones to it. */
import { useCallback, useEffect, useMemo } from 'react';
import type { Kind, Kinds } from '../../api/kinds';
import type { RequestRecord } from '../../client/traffic';
import { useSimulation } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { RequestList } from '../traffic/RequestList';
import { followTraffic } from '../traffic/trafficStore';
import { SendBox } from './SendBox';
import type { SendTarget } from './sending';

interface SendSectionProps {
  readonly kind: Kind;
  readonly object: Kinds[Kind];
}

export function SendSection({ kind, object }: SendSectionProps) {
  const t = useText();
  const simulation = useSimulation();
  useEffect(() => (simulation === undefined ? undefined : followTraffic(simulation)), [simulation]);
  // Only the kinds of a target are asked about: one shelf per kind.
  const target = useMemo(() => ({ kind, object }) as SendTarget, [kind, object]);
  const { namespace, name } = object.metadata;
  const isAbout = useCallback(
    ({ service, pod, hops }: RequestRecord) => {
      const isIt = (ref: RequestRecord['pod']) =>
        ref?.kind === kind && ref.namespace === namespace && ref.name === name;
      return isIt(service) || isIt(pod) || hops.some(({ object: ref }) => isIt(ref));
    },
    [kind, namespace, name],
  );
  if (simulation === undefined) return null;
  return (
    <>
      <SendBox key={`${kind} ${namespace}/${name}`} target={target} />
      {kind === 'Node' ? null : (
        <>
          <h3 className="cap">{t('traffic.requests')}</h3>
          <RequestList most={8} filter={isAbout} />
        </>
      )}
    </>
  );
}

/** A Service: name, ports, and how many of its endpoints are ready. It says nothing of requests. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo, useCallback, useMemo } from 'react';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { useList, useObject } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { Pill } from './Pill';
import { endpointRows, isSliceOf, portsText, readyText, serviceLabel } from './services';

export type ServiceFlowNode = FlowNode<{ readonly key: string; readonly scale: number }, 'service'>;

export const ServicePill = memo(function ServicePill({ data: { key, scale }, width }: NodeProps<ServiceFlowNode>) {
  const t = useText();
  const service = useObject('Service', key);
  const isOwn = useCallback((slice: EndpointSlice) => isSliceOf(slice, key), [key]);
  const slices = useList('EndpointSlice', { filter: isOwn });
  const endpoints = useMemo(() => endpointRows(slices), [slices]);
  if (service === undefined) return null;
  const { type } = service.spec;
  return (
    <Pill
      kind="Service"
      object={service}
      monogram="SVC"
      label={serviceLabel(service, endpoints)}
      title={`${type}, ${t('graph.services.columns')}`}
      scale={scale}
      width={width}
    >
      <span className="ports">{portsText(service)}</span>
      {type === 'ExternalName' ? null : (
        <em className={endpoints.length === 0 || endpoints.some(({ ready }) => !ready) ? 'low' : undefined}>
          {readyText(endpoints)}
        </em>
      )}
    </Pill>
  );
});

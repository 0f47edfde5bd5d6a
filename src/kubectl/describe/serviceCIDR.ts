/** Describes ServiceCIDRs and IPAddresses. Models kubectl's describe.go (v1.36.3). */
import type { IPAddress, ServiceCIDR } from '../../api/networking/serviceCIDR';
import { describeDatedConditions } from './conditions';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';

export async function describeServiceCIDR(
  serviceCIDR: ServiceCIDR,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec, status } = serviceCIDR;
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `CIDRs:\t${(spec.cidrs ?? []).join(', ')}`);
  const { conditions = [] } = status;
  if (conditions.length > 0) {
    d.line(0, 'Status:');
    describeDatedConditions(d, conditions);
  }
  await describeEvents(d, serviceCIDR, context);
}

export async function describeIPAddress(address: IPAddress, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec } = address;
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  if (spec.parentRef !== undefined) {
    const { group = '', resource, namespace = '', name } = spec.parentRef;
    d.line(0, 'Parent Reference:');
    d.line(1, `Group:\t${group}`);
    d.line(1, `Resource:\t${resource}`);
    d.line(1, `Namespace:\t${namespace}`);
    d.line(1, `Name:\t${name}`);
  }
  await describeEvents(d, address, context);
}

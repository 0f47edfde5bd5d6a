/**
 * Describes a Node: its lease, conditions and system, the pods on it, its events.
 * Models describeNode of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 * Left out: ResourceSlices of dynamic resource allocation.
 */
import type { Lease } from '../../api/coordination/lease';
import type { Node } from '../../api/core/node';
import type { Pod, ResourceList } from '../../api/core/pod';
import { ApiError, isReason } from '../../api/meta/status';
import { nodeRoles } from '../../printers/node';
import { orNone } from '../../printers/cells';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { eventsOf, writeEvents } from './events';
import { describeAnnotations, describeLabels, describeTaints } from './labels';
import { describeAllocation } from './nodeAllocation';

export async function describeNode(node: Node, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec } = node;
  const pods = await podsOn(node, context);
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Roles:\t${orNone(nodeRoles(node).join(','))}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}`);
  describeTaints(d, 'Taints', spec.taints);
  d.line(0, `Unschedulable:\t${spec.unschedulable === true}`);
  await describeLease(d, node, context);
  describeState(d, node);
  describeSystem(d, node);
  if (pods === undefined) d.line(0, 'Pods:\tnot authorized');
  else describeAllocation(d, node, pods, context.now);
  if (!context.showEvents) return;
  // Controllers name the node by its UID, the kubelet by its name.
  const events = await eventsOf(node, context);
  const kubeletEvents = await eventsOf(node, context, { uid: metadata.name });
  writeEvents(d, [...events, ...kubeletEvents], context.now);
}

/** Pods on the node that have not ended; undefined if this user may not see them. */
async function podsOn({ metadata }: Node, { related }: DescribeContext): Promise<readonly Pod[] | undefined> {
  const fieldSelector = `spec.nodeName=${metadata.name},status.phase!=Succeeded,status.phase!=Failed`;
  try {
    return await related.list<Pod>('Pod', undefined, { fieldSelector });
  } catch (error) {
    if (isReason(error, 'Forbidden')) return undefined;
    throw error;
  }
}

async function describeLease(d: Description, { metadata }: Node, { related }: DescribeContext): Promise<void> {
  try {
    const { spec } = await related.get<Lease>('Lease', 'kube-node-lease', metadata.name);
    d.line(0, 'Lease:');
    d.line(1, `HolderIdentity:\t${spec.holderIdentity ?? '<unset>'}`);
    d.line(1, `AcquireTime:\t${spec.acquireTime === undefined ? '<unset>' : dateText(spec.acquireTime)}`);
    d.line(1, `RenewTime:\t${spec.renewTime === undefined ? '<unset>' : dateText(spec.renewTime)}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    d.line(0, `Lease:\tFailed to get lease: ${error.message}`);
  }
}

function describeState(d: Description, { status }: Node): void {
  const { conditions = [], addresses = [], capacity, allocatable } = status;
  if (conditions.length > 0) {
    d.line(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
    d.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  }
  for (const { type, status: state, lastHeartbeatTime, lastTransitionTime, reason = '', message = '' } of conditions) {
    const dates = `${dateText(lastHeartbeatTime)} \t${dateText(lastTransitionTime)}`;
    d.line(1, `${type} \t${state} \t${dates} \t${reason} \t${message}`);
  }
  d.line(0, 'Addresses:');
  for (const { type, address } of addresses) d.line(1, `${type}:\t${address}`);
  describeAmounts(d, 'Capacity', capacity);
  describeAmounts(d, 'Allocatable', allocatable);
}

function describeAmounts(d: Description, title: string, amounts: ResourceList = {}): void {
  const names = Object.keys(amounts).sort();
  if (names.length > 0) d.line(0, `${title}:`);
  for (const name of names) d.line(1, `${name}:\t${amounts[name]}`);
}

function describeSystem(d: Description, { spec, status }: Node): void {
  const info = status.nodeInfo;
  const { podCIDR = '', podCIDRs = [], providerID = '' } = spec;
  d.line(0, 'System Info:');
  d.line(1, `Machine ID:\t${info?.machineID ?? ''}`);
  d.line(1, `System UUID:\t${info?.systemUUID ?? ''}`);
  d.line(1, `Boot ID:\t${info?.bootID ?? ''}`);
  d.line(1, `Kernel Version:\t${info?.kernelVersion ?? ''}`);
  d.line(1, `OS Image:\t${info?.osImage ?? ''}`);
  d.line(1, `Operating System:\t${info?.operatingSystem ?? ''}`);
  d.line(1, `Architecture:\t${info?.architecture ?? ''}`);
  d.line(1, `Container Runtime Version:\t${info?.containerRuntimeVersion ?? ''}`);
  d.line(1, `Kubelet Version:\t${info?.kubeletVersion ?? ''}`);
  if (podCIDR !== '') d.line(0, `PodCIDR:\t${podCIDR}`);
  if (podCIDRs.length > 0) d.line(0, `PodCIDRs:\t${podCIDRs.join(',')}`);
  if (providerID !== '') d.line(0, `ProviderID:\t${providerID}`);
}

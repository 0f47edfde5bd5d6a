/** Describes a Pod. Models describePod of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3). */
import type { Container, Pod } from '../../api/core/pod';
import { isPodTerminal } from '../../api/core/podStatus';
import { controllerOf, type KubeObject } from '../../api/meta/objectMeta';
import { sinceText } from '../../printers/duration';
import { describeContainers, describeResources, describeSeccomp } from './containers';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { eventsOf, writeEvents } from './events';
import { describeAnnotations, describeLabels, describeTolerations } from './labels';
import { describeSpreadConstraints } from './podTemplate';
import { describeVolumes } from './volumes';

/** Events of a static pod are about the copy that the kubelet holds: its UID stands in this annotation. */
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

export async function describePod(pod: Pod, d: Description, context: DescribeContext): Promise<void> {
  describeHead(d, pod, context.now);
  describeNetwork(d, pod);
  if (pod.spec.resources !== undefined) {
    d.line(0, 'Resources:');
    describeResources(d, pod.spec.resources, 1);
  }
  describeAllContainers(d, pod);
  describeConditions(d, pod);
  describeVolumes(d, pod.spec.volumes);
  d.line(0, `QoS Class:\t${pod.status.qosClass ?? ''}`);
  describeLabels(d, 'Node-Selectors', pod.spec.nodeSelector);
  describeTolerations(d, 'Tolerations', pod.spec.tolerations);
  describeSpreadConstraints(d, pod.spec.topologySpreadConstraints);
  if (!context.showEvents) return;
  const uid = pod.metadata.annotations?.[MIRROR_ANNOTATION] ?? pod.metadata.uid;
  writeEvents(d, await eventsOf(pod, context, { kind: '', uid }), context.now);
}

function describeHead(d: Description, pod: Pod, now: number): void {
  const { metadata, spec, status } = pod;
  const { priority, priorityClassName = '', runtimeClassName = '', serviceAccountName = '', nodeName = '' } = spec;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  if (priority !== undefined) d.line(0, `Priority:\t${priority}`);
  if (priorityClassName !== '') d.line(0, `Priority Class Name:\t${priorityClassName}`);
  if (runtimeClassName !== '') d.line(0, `Runtime Class Name:\t${runtimeClassName}`);
  if (serviceAccountName !== '') d.line(0, `Service Account:\t${serviceAccountName}`);
  d.line(0, `Node:\t${nodeName === '' ? '<none>' : `${nodeName}/${status.hostIP ?? ''}`}`);
  if (status.startTime !== undefined) d.line(0, `Start Time:\t${dateText(status.startTime)}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  if (metadata.deletionTimestamp !== undefined && !isPodTerminal(pod)) {
    d.line(0, `Status:\tTerminating (lasts ${sinceText(metadata.deletionTimestamp, now)})`);
    d.line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else d.line(0, `Status:\t${status.phase ?? ''}`);
  const { reason = '', message = '' } = status;
  if (reason !== '') d.line(0, `Reason:\t${reason}`);
  if (message !== '') d.line(0, `Message:\t${message}`);
  describeSeccomp(d, spec.securityContext, 0, 0);
}

function describeNetwork(d: Description, pod: Pod): void {
  const { podIP = '', podIPs = [], nominatedNodeName = '' } = pod.status;
  d.line(0, `IP:\t${podIP}`);
  d.line(0, podIPs.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const { ip } of podIPs) d.line(1, `IP:\t${ip}`);
  describeController(d, pod);
  if (nominatedNodeName !== '') d.line(0, `NominatedNodeName:\t${nominatedNodeName}`);
}

/** Writes who controls `object`, if anybody does. */
export function describeController(d: Description, object: KubeObject): void {
  const controller = controllerOf(object);
  if (controller !== undefined) d.line(0, `Controlled By:\t${controller.kind}/${controller.name}`);
}

function describeAllContainers(d: Description, pod: Pod): void {
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  const { status } = pod;
  if (initContainers.length > 0) {
    describeContainers(d, 'Init Containers', initContainers, { pod, statuses: status.initContainerStatuses });
  }
  describeContainers(d, 'Containers', containers, { pod, statuses: status.containerStatuses });
  if (ephemeralContainers.length > 0) {
    // They have the fields of containers that are shown here.
    const ephemeral = ephemeralContainers as readonly Container[];
    describeContainers(d, 'Ephemeral Containers', ephemeral, { pod, statuses: status.ephemeralContainerStatuses });
  }
}

function describeConditions(d: Description, { spec, status }: Pod): void {
  const { conditions = [] } = status;
  const { readinessGates = [] } = spec;
  if (readinessGates.length > 0) {
    d.line(0, 'Readiness Gates:\n  Type\tStatus');
    for (const { conditionType } of readinessGates) {
      const condition = conditions.find(({ type }) => type === conditionType);
      d.line(1, `${conditionType} \t${condition?.status ?? '<none>'} `);
    }
  }
  if (conditions.length === 0) return;
  d.line(0, 'Conditions:\n  Type\tStatus');
  for (const { type, status: state } of conditions) d.line(1, `${type} \t${state} `);
}

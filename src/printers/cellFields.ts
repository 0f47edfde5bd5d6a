/**
 * From which fields a cell of a table is printed, for kinds whose state people ask after. "Why?" of a cell is asked as
 * why those fields have their values.
 */

const REPLICAS = {
  DESIRED: 'spec.replicas',
  CURRENT: 'status.replicas',
  READY: 'status.readyReplicas',
} as const;

/** By kind and column as printed; several fields are joined by commas. */
const fields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Pod: {
    READY: 'status.containerStatuses[*].ready',
    RESTARTS: 'status.containerStatuses[*].restartCount,status.initContainerStatuses[*].restartCount',
    IP: 'status.podIP',
    NODE: 'spec.nodeName',
    'NOMINATED NODE': 'status.nominatedNodeName',
  },
  Node: { STATUS: 'status.conditions[type=Ready].status,spec.unschedulable' },
  ReplicationController: REPLICAS,
  ReplicaSet: REPLICAS,
  Deployment: {
    READY: 'status.readyReplicas',
    'UP-TO-DATE': 'status.updatedReplicas',
    AVAILABLE: 'status.availableReplicas',
  },
  StatefulSet: { READY: 'status.readyReplicas' },
  DaemonSet: {
    DESIRED: 'status.desiredNumberScheduled',
    CURRENT: 'status.currentNumberScheduled',
    READY: 'status.numberReady',
    'UP-TO-DATE': 'status.updatedNumberScheduled',
    AVAILABLE: 'status.numberAvailable',
    'NODE SELECTOR': 'spec.template.spec.nodeSelector',
  },
  Job: {
    STATUS: 'status.conditions[*].type',
    COMPLETIONS: 'status.succeeded',
    DURATION: 'status.startTime,status.completionTime',
  },
  CronJob: {
    SCHEDULE: 'spec.schedule',
    SUSPEND: 'spec.suspend',
    ACTIVE: 'status.active',
    'LAST SCHEDULE': 'status.lastScheduleTime',
  },
  HorizontalPodAutoscaler: {
    TARGETS: 'status.currentMetrics,spec.metrics',
    MINPODS: 'spec.minReplicas',
    MAXPODS: 'spec.maxReplicas',
    REPLICAS: 'status.currentReplicas',
  },
  PodDisruptionBudget: { 'ALLOWED DISRUPTIONS': 'status.disruptionsAllowed' },
  Service: { TYPE: 'spec.type', 'CLUSTER-IP': 'spec.clusterIP', SELECTOR: 'spec.selector' },
  Endpoints: { ENDPOINTS: 'subsets' },
  EndpointSlice: { ENDPOINTS: 'endpoints', PORTS: 'ports' },
  Ingress: { CLASS: 'spec.ingressClassName', ADDRESS: 'status.loadBalancer', HOSTS: 'spec.rules' },
  Namespace: { STATUS: 'status.phase' },
  PersistentVolume: { STATUS: 'status.phase', CLAIM: 'spec.claimRef' },
  PersistentVolumeClaim: { STATUS: 'status.phase', VOLUME: 'spec.volumeName', CAPACITY: 'status.capacity.storage' },
  Lease: { HOLDER: 'spec.holderIdentity' },
  Event: { COUNT: 'count', 'LAST SEEN': 'count,series.count' },
};

/**
 * The path to ask about the cell of `kind` in `column` (`Ready`, `READY`), as a WhySubject has it. Undefined: the object
 * itself is to be asked about, as for the name of all kinds and for STATUS of a pod.
 */
export function fieldsOfCell(kind: string, column: string): string | undefined {
  const name = column.toUpperCase();
  if (name === 'AGE') return 'metadata.creationTimestamp';
  const own = Object.hasOwn(fields, kind) ? fields[kind] : undefined;
  return own !== undefined && Object.hasOwn(own, name) ? own[name] : undefined;
}

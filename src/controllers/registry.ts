/** Every control loop that the kube-controller-manager runs. The one place to add a controller. */
import type { Controller } from './controller';
import { clusterRoleAggregation } from './clusterroleaggregation/clusterRoleAggregation';
import { cronJobController } from './cronjob/cronJobController';
import { daemonSetController } from './daemon/daemonSetController';
import { deploymentController } from './deployment/deploymentController';
import { disruptionController } from './disruption/disruptionController';
import { endpointsController } from './endpoints/endpointsController';
import { endpointSliceController } from './endpointslice/endpointSliceController';
import { endpointSliceMirroringController } from './endpointslice/mirroringController';
import { garbageCollectors } from './garbagecollector/garbageCollector';
import { jobController } from './job/jobController';
import { jobOrphanPods } from './job/orphanPods';
import { namespaceController } from './namespace/namespaceController';
import { nodeIpamController } from './nodeipam/nodeIpam';
import { nodeLifecycleController } from './nodelifecycle/nodeLifecycle';
import { podGarbageCollector } from './podgc/podGc';
import { admissionSecret } from './ingress/admissionSecret';
import { ingressEvents, ingressStatus } from './ingress/ingressStatus';
import { cloudServiceController } from './cloud/serviceController';
import { volumeDeleter, volumeProvisioner } from './provisioner/provisioner';
import { apiServiceAvailability } from './apiregistration/availability';
import { claimBinder } from './persistentvolume/claimBinder';
import { claimProtection, volumeProtection } from './persistentvolume/protection';
import { volumeBinder } from './persistentvolume/volumeBinder';
import { horizontalPodAutoscaling } from './podautoscaler/horizontal';
import { replicaSetController } from './replicaset/replicaSet';
import { replicationController } from './replication/replicationController';
import { resourceQuotaController } from './resourcequota/resourceQuotaController';
import { rootCaPublisher } from './serviceaccount/rootCaPublisher';
import { serviceAddresses } from './servicecidrs/ipAddresses';
import { serviceAccountController } from './serviceaccount/serviceAccounts';
import { statefulSetController } from './statefulset/statefulSetController';
import { taintEvictionController } from './tainteviction/taintEviction';
import { ttlAfterFinishedController } from './ttlafterfinished/ttlAfterFinished';
import { expandClaims } from './volumeexpand/expandClaims';
import { ephemeralVolumes } from './volumeephemeral/ephemeralVolumes';

/** In the order in which they hear of a change. */
export const controllers: readonly Controller[] = [
  serviceAccountController,
  rootCaPublisher,
  nodeIpamController,
  nodeLifecycleController,
  taintEvictionController,
  replicationController,
  replicaSetController,
  deploymentController,
  daemonSetController,
  statefulSetController,
  jobController,
  jobOrphanPods,
  cronJobController,
  ttlAfterFinishedController,
  horizontalPodAutoscaling,
  apiServiceAvailability,
  ephemeralVolumes,
  claimBinder,
  volumeBinder,
  expandClaims,
  volumeProvisioner,
  volumeDeleter,
  cloudServiceController,
  admissionSecret,
  ingressStatus,
  ingressEvents,
  claimProtection,
  volumeProtection,
  serviceAddresses,
  disruptionController,
  resourceQuotaController,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  ...garbageCollectors,
  namespaceController,
  podGarbageCollector,
  clusterRoleAggregation,
];

/** Every control loop that the kube-controller-manager runs. The one place to add a controller. */
import type { Controller } from './controller';
import { deploymentController } from './deployment/deploymentController';
import { replicaSetController } from './replicaset/replicaSet';
import { replicationController } from './replication/replicationController';

/** In the order in which they hear of a change. */
export const controllers: readonly Controller[] = [replicationController, replicaSetController, deploymentController];

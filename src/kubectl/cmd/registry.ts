/** Every command that kubectl carries out: one file and one line here. */
import type { Command } from '../command';
import { editCommand } from './edit';
import { diffCommand } from './diff';
import { viewLastAppliedCommand } from './apply/viewLastApplied';
import { setLastAppliedCommand } from './apply/setLastApplied';
import { editLastAppliedCommand } from './apply/editLastApplied';
import { replaceCommand } from './replace';
import { patchCommand } from './patch';
import { deleteCommand } from './delete';
import { createCommand } from './create/create';
import { applyCommand } from './apply/apply';
import { apiResources, apiVersions } from './apiResources';
import { clusterInfo } from './clusterInfo';
import { completion } from './completion';
import { options } from './options';
import { pluginList } from './pluginList';
import { version } from './version';
import { configCommands } from './config/commands';
import { createClusterRole } from './create/clusterRole';
import { createConfigMap } from './create/configMap';
import { createCronJob } from './create/cronjob';
import { createDeployment } from './create/deployment';
import { createIngress } from './create/ingress';
import { createJob } from './create/job';
import { createNamespace } from './create/namespace';
import { createPodDisruptionBudget } from './create/podDisruptionBudget';
import { createPriorityClass } from './create/priorityClass';
import { createQuota } from './create/quota';
import { createRole } from './create/role';
import { createClusterRoleBinding, createRoleBinding } from './create/roleBinding';
import { createDockerRegistrySecret, createGenericSecret, createTlsSecret } from './create/secret';
import {
  createServiceClusterIP,
  createServiceExternalName,
  createServiceLoadBalancer,
  createServiceNodePort,
} from './create/service';
import { createServiceAccount } from './create/serviceAccount';
import { createToken } from './create/token';
import { annotate } from './annotate';
import { autoscale } from './autoscale';
import { describe } from './describe';
import { events } from './events/events';
import { explain } from './explain';
import { expose } from './expose';
import { cp } from './cp';
import { debug } from './debug/debug';
import { attach } from './exec/attach';
import { exec } from './exec/exec';
import { logs } from './logs/logs';
import { portForward } from './portForward/portForward';
import { rolloutPause, rolloutRestart, rolloutResume } from './rollout/change';
import { rolloutHistory } from './rollout/history';
import { rolloutStatus } from './rollout/status';
import { rolloutUndo } from './rollout/undo';
import { get } from './get/get';
import { label } from './label';
import { scale } from './scale';
import { taint } from './taint';
import { canI } from './auth/canI';
import { reconcile } from './auth/reconcile';
import { whoami } from './auth/whoami';
import { certificateApprove, certificateDeny } from './certificate/certificate';
import { topNode, topPod } from './top/top';
import { cordon, drain, uncordon } from './drain/drain';
import { wait } from './wait/wait';
import { run } from './run';
import { setEnv } from './set/env';
import { setImage } from './set/image';
import { setResources } from './set/resources';
import { setSelector } from './set/selector';
import { setServiceAccount } from './set/serviceAccount';
import { setSubject } from './set/subject';

export const commands: readonly Command[] = [
  editLastAppliedCommand,
  setLastAppliedCommand,
  viewLastAppliedCommand,
  diffCommand,
  editCommand,
  applyCommand,
  createCommand,
  deleteCommand,
  describe,
  attach,
  cp,
  debug,
  exec,
  logs,
  portForward,
  rolloutHistory,
  rolloutPause,
  rolloutRestart,
  rolloutResume,
  rolloutStatus,
  rolloutUndo,
  patchCommand,
  replaceCommand,
  createClusterRole,
  createClusterRoleBinding,
  createConfigMap,
  createCronJob,
  createDeployment,
  createDockerRegistrySecret,
  createGenericSecret,
  createIngress,
  createJob,
  createNamespace,
  createPodDisruptionBudget,
  createPriorityClass,
  createQuota,
  createRole,
  createRoleBinding,
  createServiceAccount,
  createServiceClusterIP,
  createServiceExternalName,
  createServiceLoadBalancer,
  createServiceNodePort,
  createTlsSecret,
  createToken,
  annotate,
  autoscale,
  events,
  explain,
  expose,
  get,
  label,
  scale,
  taint,
  canI,
  reconcile,
  certificateApprove,
  certificateDeny,
  whoami,
  topNode,
  topPod,
  cordon,
  drain,
  uncordon,
  wait,
  run,
  setEnv,
  setImage,
  setResources,
  setSelector,
  setServiceAccount,
  setSubject,
  ...configCommands,
  apiResources,
  apiVersions,
  clusterInfo,
  completion,
  options,
  pluginList,
  version,
];

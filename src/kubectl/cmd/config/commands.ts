/** All of `kubectl config`. The group itself prints its help. */
import type { Command } from '../../command';
import {
  configCurrentContext,
  configGetContexts,
  configRenameContext,
  configSetContext,
  configUseContext,
} from './contexts';
import { configDeleteCluster, configDeleteContext, configDeleteUser } from './deletions';
import {
  configGetClusters,
  configGetUsers,
  configSet,
  configSetCluster,
  configSetCredentials,
  configUnset,
} from './stanzas';
import { configView } from './view';

/** In the order of their names. */
export const configCommands: readonly Command[] = [
  configCurrentContext,
  configDeleteCluster,
  configDeleteContext,
  configDeleteUser,
  configGetClusters,
  configGetContexts,
  configGetUsers,
  configRenameContext,
  configSet,
  configSetCluster,
  configSetContext,
  configSetCredentials,
  configUnset,
  configUseContext,
  configView,
];

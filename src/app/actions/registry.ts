/**
 * What a person can do to what is selected. The one place to add an action: buttons, menus and keys read this list.
 */
import type { Action, ActionScene } from './action';
import { containerActions } from './containerActions';
import { dnsActions } from './dnsActions';
import { controllerActions } from './controllerActions';
import { clusterActions, nodeActions } from './machineActions';
import { otherActions, podActions } from './podActions';
import { kindOfTarget, type Target } from './target';

export const actions: readonly Action[] = [
  ...podActions,
  ...containerActions,
  ...dnsActions,
  ...nodeActions,
  ...controllerActions,
  ...otherActions,
  ...clusterActions,
];

/** What can be done to `target` right now. */
export function actionsFor(target: Target, scene: ActionScene, simulated: boolean): readonly Action[] {
  const kind = kindOfTarget(target) ?? 'Cluster';
  return actions.filter(
    (action) =>
      (simulated || !action.needsSimulation) && action.kinds.includes(kind) && action.isPossible(target, scene),
  );
}

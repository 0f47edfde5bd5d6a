/**
 * What only a cluster with definitions of its own needs: the checks of definitions, the strategy of their resources and
 * what reads their rules. One part of the engine, fetched when the first definition is sent (loadCustomParts.ts).
 */
import { invariant } from '../../sim/invariant';
import type { customParts as late } from './customParts';

/** The functions behind it, as customParts.ts hands them out. */
export type CustomParts = typeof late;

let parts: CustomParts | undefined;

/** They are there. */
export function setCustomParts(fetched: CustomParts): void {
  parts = fetched;
}

/** The parts. Only to be asked for where a definition is, or is being sent: they are there then. */
export function customParts(): CustomParts {
  invariant(parts !== undefined, 'a definition came before what reads it');
  return parts;
}

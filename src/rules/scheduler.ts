/** The rules of kube-scheduler. */
import type { Rules } from './rule';

export const schedulerRules = {} as const satisfies Rules;

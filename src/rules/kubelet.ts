/** The rules of kubelets and what runs on their machines. */
import type { Rules } from './rule';

export const kubeletRules = {} as const satisfies Rules;

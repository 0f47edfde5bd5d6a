/** The rules of the API server, and what people do to machines and processes. */
import type { Rules } from './rule';

export const apiserverRules = {} as const satisfies Rules;

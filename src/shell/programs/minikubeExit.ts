/** How minikube ends a command that it cannot carry out. Models pkg/minikube/exit and reason/exitcodes.go. */
import type { Io } from '../../kubectl/environment';

/** Codes by reason; every other one is ExGuestError's. */
const CODES: Readonly<Record<string, number>> = {
  MK_ADDON_DISABLE: 10,
  MK_ADDON_ENABLE: 10,
  MK_ADDON_OPEN: 10,
  MK_USAGE: 14,
  GUEST_NODE_RETRIEVE: 85,
  SVC_NOT_FOUND: 115,
};
const OTHER = 80;

/** Prints why, and resolves with the exit code for `reason`. */
export async function exitDueTo(reason: string, message: string, io: Io): Promise<number> {
  await io.err(`\n❌  Exiting due to ${reason}: ${message}\n\n`);
  return CODES[reason] ?? OTHER;
}

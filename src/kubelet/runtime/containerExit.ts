/** How a runtime tells its kubelet that a container has ended. */

/** Sent by the runtime to actor `kubelet/<node>` the moment a container ends: `{ actor, type: CONTAINER_EXITED, data: ContainerExited }`. */
export const CONTAINER_EXITED = 'containerExited';
/** Data of that event. Only a wake-up: the kubelet reads the state from `containers`. */
export interface ContainerExited {
  readonly podUid: string;
  readonly id: string;
  /** Why, if not by what the sender was doing. */
  readonly by?: ExitCause;
  /** Row of the trace of the doing that led to it, if it lies further back. */
  readonly row?: number;
}
/** By the program itself, by the end of its grace period, by its memory limit, by the machine that had none left. */
export type ExitCause = 'program' | 'grace' | 'limit' | 'machine';

/** Ports of machines and pods, and who takes connections there. */

/** Names a pod. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** A port of the machine that leads to one of a pod. */
export interface HostPort {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** A container that takes connections: its id, and its pod. */
export interface Listening {
  readonly id: string;
  readonly pod: PodName;
}

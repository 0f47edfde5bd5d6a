/** What surrounds the commands of one recording: who types them, and what happens between them. */
import type { NetworkStage } from './stage';

/**
 * Who types a command: `pod` 10.244.0.50 on minikube, `other` one of namespace other, `m02` one on minikube-m02, `node` a
 * process of node minikube, `defaultDns` a pod with the node's resolv.conf, `outside` somebody outside of the cluster (here:
 * the learner's machine), `curl8.12` and `curl8.23` pods with other versions of curl, `gnu` one with GNU's tools.
 */
export type Client = 'pod' | 'other' | 'm02' | 'node' | 'defaultDns' | 'outside' | 'curl8.12' | 'curl8.23' | 'gnu';

export interface Scene {
  /** Addresses that pods had in this recording, where they differ from the usual ones. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Once, before the first command. */
  readonly start?: (stage: NetworkStage) => Promise<void>;
  /** Before the command at that line. */
  readonly before?: Readonly<Record<number, (stage: NetworkStage) => Promise<void>>>;
  /** Who types from that line on; else `pod`. kubectl is always typed on the learner's machine. */
  readonly from?: Readonly<Record<number, Client>>;
  /** Who types that one command. */
  readonly at?: Readonly<Record<number, Client>>;
  /** It does not tell how long commands took. */
  readonly isUntimed?: true;
  /** The recorder dropped empty lines at the end of what was printed. */
  readonly isTrimmed?: true;
  /** Typed in another terminal at the same moment as the command at that line. */
  readonly meanwhile?: Readonly<Record<number, string>>;
  /** Lines of commands whose answering pod is certain though the Service has several. */
  readonly certain?: readonly number[];
  /** Lines of commands whose pods come in turn, or are always the same. */
  readonly inTurn?: readonly number[];
}

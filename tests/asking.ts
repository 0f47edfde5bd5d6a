/** Asks a test's cluster for reasons, as a session does: with all that has been done to it. */
import type { Kind } from '../src/api/kinds';
import type { Command } from '../src/client/simulation';
import type { ObjectPlace, WhyCard, WhyChain, WhySubject } from '../src/client/why';
import { insight } from '../src/insight/insight';
import type { TestCluster } from './testCluster';

export interface Asking {
  readonly commands: Command[];
  why(subject: WhySubject): Promise<WhyChain | undefined>;
  /** The story that led to an object, oldest first, one line for each card; see `lineOf`. */
  story(object: ObjectPlace, path?: string): Promise<readonly string[]>;
}

/** From now on commands are noted: call it before anything is done. */
export function asking({ cluster }: TestCluster): Asking {
  const commands: Command[] = [];
  cluster.onCommand = (command) => commands.push(command);
  const why = (subject: WhySubject) => insight(cluster, { type: 'why', subject }, commands);
  return {
    commands,
    why,
    story: async (object, path) => {
      const chain = await why(path === undefined ? { type: 'object', object } : { type: 'field', object, path });
      return (chain?.cards ?? []).toReversed().map(lineOf);
    },
  };
}

/** `replication-controller missingPods: ADDED Pod kubia-8b96n`. */
export function lineOf({ by, controller, rule, command, timer, wrote }: WhyCard): string {
  const why = [rule, command?.type, timer && `timer ${timer}`].filter((word) => word !== undefined);
  const what = wrote === undefined ? '' : `: ${wrote.type} ${wrote.kind} ${wrote.name}`;
  return [controller ?? by, ...why].join(' ') + what;
}

/** An object in namespace default, or a node. */
export function place(kind: Kind, name: string, uid?: string): ObjectPlace {
  return { kind, ...(kind === 'Node' ? {} : { namespace: 'default' }), name, ...(uid === undefined ? {} : { uid }) };
}

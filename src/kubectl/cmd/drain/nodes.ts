/**
 * Which nodes `cordon`, `uncordon` and `drain` are about, and marking them unschedulable.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go and pkg/drain/cordon.go (v1.36.3).
 */
import { CommandError, UsageError } from '../../errors';
import type { Invocation } from '../../command';
import { referenceOf, withDryRun, type DryRun } from '../../printers/name';
import { build, type Info } from '../../resource/builder';
import { targetOf } from '../../resource/deletion';
import { dryRunOf } from '../writeFlags';

/** The nodes that a command is about, and whether it only pretends. */
export interface Nodes {
  readonly infos: readonly Info[];
  readonly dryRun: DryRun;
}

/** The nodes of the words or of `-l`. Throws if one of them is not there: then nothing is done to any. */
export async function nodesOf(invocation: Invocation): Promise<Nodes> {
  const { args, flags, commandPath } = invocation;
  const labelSelector = flags.string('selector');
  if (args.length === 0 && !flags.changed('selector')) {
    throw new UsageError(commandPath, `USAGE: ${commandPath.replace('kubectl ', '')} NODE [flags]`);
  }
  if (args.length > 0 && labelSelector !== '') {
    throw new UsageError(commandPath, 'error: cannot specify both a node name and a --selector option');
  }
  const dryRun = dryRunOf(invocation);
  const words = args.map((name) => (name.includes('/') ? name : `nodes/${name}`));
  const built = await build(invocation, labelSelector === '' ? { args: words } : { args: ['nodes'], labelSelector });
  const [error] = built.errors;
  if (error !== undefined) throw error;
  const other = built.infos.find(({ mapping }) => mapping.group !== '' || mapping.plural !== 'nodes');
  if (other !== undefined) {
    const { group, version, plural } = other.mapping;
    throw new CommandError(`expected resource of type node, got "${group}/${version}, Resource=${plural}"`);
  }
  return { infos: built.infos, dryRun };
}

/** Makes the nodes unschedulable, or schedulable again, and tells of each. A refusal is printed; the others go on. */
export async function cordonNodes(invocation: Invocation, { infos, dryRun }: Nodes, desired: boolean): Promise<void> {
  const { io } = invocation;
  const access = await invocation.access();
  const verb = desired ? 'cordon' : 'uncordon';
  for (const info of infos) {
    const { spec } = (info.object ?? {}) as { readonly spec?: { readonly unschedulable?: boolean } }; // A Node.
    const isChange = (spec?.unschedulable ?? false) !== desired;
    if (isChange && dryRun !== 'client') {
      const patch = { spec: { unschedulable: desired ? true : null } };
      try {
        await access.patch(targetOf(info), 'strategic', patch, dryRun === 'server' ? { dryRun: true } : {});
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        void io.err(`error: unable to ${verb} node ${JSON.stringify(info.name)}: ${error.message}\n`);
        continue;
      }
    }
    printNode(invocation, info, isChange ? `${verb}ed` : `already ${verb}ed`, dryRun);
  }
}

/** `node/minikube cordoned (dry run)`. */
export function printNode({ io }: Invocation, info: Info, operation: string, dryRun: DryRun): void {
  void io.out(`${referenceOf(info.object ?? {})} ${withDryRun(operation, dryRun)}\n`);
}

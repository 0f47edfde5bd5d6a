/**
 * `kubectl expose (TYPE NAME | -f FILE) [--port] [--target-port] [--name] [--type] ...`: a Service for the pods of an object.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/expose/expose.go (v1.36.3).
 */
import type { Command, Flags } from '../command';
import { CommandError } from '../errors';
import { groupKindOf } from '../polymorphic/podTemplate';
import { canBeExposed, declaredPortsOf } from '../polymorphic/ports';
import { labelMapOf } from '../polymorphic/selector';
import type { Unstructured } from '../resource/access';
import { build } from '../resource/builder';
import { visit } from '../resource/visit';
import { exposedService, labelsOfFlag, serviceKind } from './exposedService';
import { fileOptions } from './manifestFlags';
import { overridden } from './overrides';
import { type TypedFields, createTyped, printTyped, typedObject, withSavedConfig, writingOf } from './typedObject';

/** Makes a Service with the labels, selector, ports and protocols of each object, unless flags say otherwise. */
export const expose: Command = {
  path: ['expose'],
  async run(invocation) {
    const { flags, args } = invocation;
    const writing = await writingOf(invocation, 'exposed', false);
    const built = await build(invocation, { args, ...fileOptions(invocation) });
    await visit(built, async ({ object }) => {
      if (object === undefined) return;
      const fields = serviceFor(object, flags);
      const service = overridden(invocation, await typedObject(invocation, serviceKind, fields));
      const saved = writing.dryRun === 'client' ? service : withSavedConfig(invocation, service);
      printTyped(invocation, await createTyped(invocation, serviceKind, saved, writing), writing);
    });
  },
};

function serviceFor(object: Unstructured, flags: Flags): TypedFields {
  if (!canBeExposed(object)) throw new CommandError(`cannot expose a ${groupKindOf(object)}`);
  const selector = selectorFor(object, flags.string('selector'));
  const clusterIP = flags.string('cluster-ip');
  const declared = declaredPortsOf(object);
  const port = flags.string('port') === '' ? declared.map((one) => one.port).join(',') : flags.string('port');
  if (port === '' && clusterIP !== 'None') {
    throw new CommandError("couldn't find port via --port flag or introspection");
  }
  const labels = flags.string('labels') === '' ? (object.metadata.labels ?? {}) : labelsOfFlag(flags.string('labels'));
  return exposedService({
    name: flags.string('name') === '' ? object.metadata.name.slice(0, 63) : flags.string('name'),
    labels,
    selector,
    port,
    protocol: flags.string('protocol'),
    declared,
    targetPort: flags.string('target-port'),
    type: flags.string('type'),
    externalIP: flags.string('external-ip'),
    loadBalancerIP: flags.string('load-balancer-ip'),
    sessionAffinity: flags.string('session-affinity'),
    clusterIP,
  });
}

function selectorFor(object: Unstructured, flag: string): Readonly<Record<string, string>> {
  if (flag !== '') return labelsOfFlag(flag);
  try {
    return labelMapOf(object);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);
  }
}

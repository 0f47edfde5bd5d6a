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
import { withChangeCause } from './changeCause';
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
    const found: Found = {};
    await visit(built, async ({ object }) => {
      if (object === undefined) return;
      const fields = serviceFor(object, flags, found);
      const isDry = writing.dryRun === 'client';
      const made = overridden(invocation, await typedObject(invocation, serviceKind, fields, isDry));
      const service = withChangeCause(invocation, made);
      const saved = isDry ? service : withSavedConfig(invocation, service);
      printTyped(invocation, await createTyped(invocation, serviceKind, saved, writing), writing);
    });
  },
};

/** What the first object says, kubectl takes for the others too. */
interface Found {
  selector?: Readonly<Record<string, string>>;
  port?: string;
  labels?: Readonly<Record<string, string>>;
}

function serviceFor(object: Unstructured, flags: Flags, found: Found): TypedFields {
  if (!canBeExposed(object)) throw new CommandError(`cannot expose a ${groupKindOf(object)}`);
  found.selector ??= selectorFor(object, flags.string('selector'));
  const clusterIP = flags.string('cluster-ip');
  const declared = declaredPortsOf(object);
  const port = found.port ?? (flags.string('port') || declared.map((one) => one.port).join(','));
  if (port === '' && clusterIP !== 'None') {
    throw new CommandError("couldn't find port via --port flag or introspection");
  }
  if (port !== '') found.port = port;
  const labels = found.labels ?? labelsFor(object, flags.string('labels'));
  if (Object.keys(labels).length > 0) found.labels = labels;
  return exposedService({
    name: flags.string('name') || object.metadata.name.slice(0, 63),
    labels,
    selector: found.selector,
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

function labelsFor(object: Unstructured, flag: string): Readonly<Record<string, string>> {
  return flag === '' ? (object.metadata.labels ?? {}) : labelsOfFlag(flag);
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

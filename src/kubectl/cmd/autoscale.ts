/**
 * `kubectl autoscale (TYPE NAME | -f FILE) --max=N [--min] [--cpu=50%] [--memory]`: a HorizontalPodAutoscaler.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/autoscale/autoscale.go (v1.36.3).
 */
import { canonicalQuantity, isQuantity } from '../../api/meta/quantity';
import { ApiError } from '../../api/meta/status';
import type { Command, Flags, Invocation } from '../command';
import { CommandError } from '../errors';
import { printOptionsOf, printerFor } from '../printers/printFlags';
import type { Mapping } from '../resource/access';
import { build } from '../resource/builder';
import { visit } from '../resource/visit';
import { withChangeCause } from './changeCause';
import { fileOptions } from './manifestFlags';
import {
  type TypedFields,
  type TypedKind,
  type Writing,
  createTyped,
  printTyped,
  typedObject,
  withSavedConfig,
  writingOf,
} from './typedObject';

const hpaKind: TypedKind = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
};

/** Makes a HorizontalPodAutoscaler for each object, which must have the subresource `scale`. */
export const autoscale: Command = {
  path: ['autoscale'],
  async run(invocation) {
    const { flags, args } = invocation;
    const writing = await writingOf(invocation, 'autoscaled', false);
    checkFlags(flags);
    const built = await build(invocation, { args, ...fileOptions(invocation) });
    const count = await visit(built, ({ mapping, name }) => autoscaleOne(invocation, writing, mapping, name));
    if (count === 0) throw new CommandError('no objects passed to autoscale');
  },
};

async function autoscaleOne(invocation: Invocation, writing: Writing, mapping: Mapping, target: string): Promise<void> {
  const { group, version, kind, plural, subresources } = mapping;
  if (!subresources.includes('scale')) {
    const resource = `${group}/${version}, Resource=${plural}`;
    throw new CommandError(
      `cannot autoscale a ${kind}: could not find scale subresource for ${resource} in discovery information`,
    );
  }
  // Each object has a printer of its own, so YAML has no line between them.
  const printing = { ...writing, printer: await printerFor({ ...printOptionsOf(invocation), keepOrder: true }) };
  const fields = hpaFields(invocation.flags, mapping, target);
  const object = withChangeCause(invocation, await typedObject(invocation, hpaKind, fields, true));
  if (writing.dryRun === 'client') {
    printTyped(invocation, object, { ...printing, operation: 'created' });
    return;
  }
  try {
    const created = await createTyped(invocation, hpaKind, withSavedConfig(invocation, object), writing);
    printTyped(invocation, created, printing);
  } catch (error) {
    if (error instanceof ApiError) throw withoutV1(invocation.flags, error);
    throw error;
  }
}

/**
 * kubectl tries the older API after any refusal. Where that can say the same, its refusal is the same; else kubectl
 * tells why it cannot, which is often nothing.
 */
function withoutV1(flags: Flags, error: ApiError): Error {
  const cpu = flags.string('cpu');
  if (cpu !== '' && flags.string('memory') === '' && cpu.trim().endsWith('%')) return error;
  const why = 'failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1';
  return new CommandError(`${why}: ${cpu === '' ? 'empty input' : '%!w(<nil>)'}`);
}

function hpaFields(flags: Flags, { group, version, kind }: Mapping, target: string): TypedFields {
  const name = flags.string('name') === '' ? target : flags.string('name');
  const min = flags.int('min');
  const metrics = metricsOf(flags);
  return {
    metadata: { name },
    spec: {
      scaleTargetRef: { kind, name: target, apiVersion: group === '' ? version : `${group}/${version}` },
      ...(min > 0 && { minReplicas: min }),
      maxReplicas: flags.int('max'),
      ...(metrics.length > 0 && { metrics }),
    },
    status: { desiredReplicas: 0, currentMetrics: null },
  };
}

function metricsOf(flags: Flags): readonly object[] {
  const metrics: object[] = [];
  const percent = flags.int('cpu-percent');
  if (percent > 0) metrics.push(metric('cpu', { type: 'Utilization', averageUtilization: percent }));
  for (const resource of ['cpu', 'memory'] as const) {
    const text = flags.string(resource);
    if (text !== '') metrics.push(metric(resource, targetOf(resource, text)));
  }
  return metrics;
}

function metric(name: string, target: object): object {
  return { type: 'Resource', resource: { name, target } };
}

/** `50%`, `500m`, `2Gi`; a bare number means thousandths of a cpu, or Mi. */
function targetOf(resource: 'cpu' | 'memory', text: string): object {
  const input = text.trim();
  if (input.endsWith('%')) {
    const percent = input.slice(0, -1);
    if (!/^\+?\d+$/.test(percent)) throw new CommandError(`invalid percentage value: ${percent}`);
    return { type: 'Utilization', averageUtilization: Number(percent) };
  }
  const isBare = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(input);
  const quantity = isBare ? `${Number(input)}${resource === 'cpu' ? 'm' : 'Mi'}` : input;
  if (!isQuantity(quantity)) throw new CommandError(`invalid resource ${resource} value: ${input}`);
  return { type: 'AverageValue', averageValue: canonicalQuantity(quantity) };
}

function checkFlags(flags: Flags): void {
  const [max, min] = [flags.int('max'), flags.int('min')];
  if (max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min) {
    throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  }
  if (flags.int('cpu-percent') > 0 && flags.string('cpu') !== '') {
    throw new CommandError('--cpu-percent and --cpu are mutually exclusive');
  }
  for (const resource of ['cpu', 'memory'] as const) {
    if (flags.string(resource) !== '') targetOf(resource, flags.string(resource));
  }
}

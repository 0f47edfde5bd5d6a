/**
 * `kubectl create job NAME (--image=IMAGE [-- COMMAND] | --from=cronjob/NAME)`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_job.go (v1.36.3).
 */
import type { Invocation } from '../../command';
import { CommandError } from '../../errors';
import { goTypeOf } from '../../polymorphic/goType';
import type { Unstructured } from '../../resource/access';
import { build } from '../../resource/builder';
import { oneOf } from '../../errors';
import type { TypedFields } from '../typedObject';
import { commandWords, generatorCommand } from './generator';

/** A Job of one container, or one as a CronJob would start it. */
export const createJob = generatorCommand({
  path: ['create', 'job'],
  apiVersion: 'batch/v1',
  kind: 'Job',
  plural: 'jobs',
  failure: 'failed to create job:',
  async generate(name, invocation) {
    const image = invocation.flags.string('image');
    const from = invocation.flags.string('from');
    const command = commandWords(invocation);
    if ((image === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
    if (from !== '' && command !== undefined) throw new CommandError('cannot specify --from and command');
    if (from !== '') return jobOfCronJob(name, await readFrom(invocation, from));
    const container = { name, image, ...(command !== undefined && { command }), resources: {} };
    const template = { metadata: {}, spec: { containers: [container], restartPolicy: 'Never' } };
    return { metadata: { name }, spec: { template }, status: {} };
  },
});

async function readFrom(invocation: Invocation, from: string): Promise<Unstructured> {
  const built = await build(invocation, { args: [from], latest: true });
  if (built.errors.length > 0) throw oneOf(built.errors);
  const [info, ...more] = built.infos;
  if (info?.object === undefined || more.length > 0) throw new CommandError('from must be an existing cronjob');
  if (info.object.kind !== 'CronJob') throw new CommandError(`unknown object type ${goTypeOf(info.object)}`);
  return info.object;
}

/** What the server gave of a CronJob, as far as a Job is made of it. */
interface CronJobSpec {
  readonly jobTemplate?: {
    readonly metadata?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly spec?: object;
  };
}

/** The Job belongs to the CronJob, without blocking its deletion. */
function jobOfCronJob(name: string, cronJob: Unstructured): TypedFields {
  const { jobTemplate } = (cronJob['spec'] ?? {}) as CronJobSpec; // The server keeps to the shape of a CronJob.
  const { labels, annotations } = jobTemplate?.metadata ?? {};
  return {
    metadata: {
      name,
      ...(labels !== undefined && { labels }),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: cronJob.metadata.name,
          uid: cronJob.metadata.uid,
          controller: true,
        },
      ],
    },
    spec: jobTemplate?.spec ?? {},
    status: {},
  };
}

/**
 * `kubectl create cronjob NAME --image=IMAGE --schedule='0/5 * * * ?' [--restart] [-- COMMAND]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_cronjob.go (v1.36.3).
 */
import { commandWords, generatorCommand } from './generator';

/** A CronJob with one container, which restarts on failure unless --restart says otherwise. */
export const createCronJob = generatorCommand({
  path: ['create', 'cronjob'],
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  failure: 'failed to create cronjob:',
  generate(name, invocation) {
    const { flags } = invocation;
    const command = commandWords(invocation);
    const container = { name, image: flags.string('image'), ...(command !== undefined && { command }), resources: {} };
    const restart = flags.string('restart');
    const podSpec = { containers: [container], restartPolicy: restart === '' ? 'OnFailure' : restart };
    return {
      metadata: { name },
      spec: {
        schedule: flags.string('schedule'),
        jobTemplate: { metadata: { name }, spec: { template: { metadata: {}, spec: podSpec } } },
      },
      status: {},
    };
  },
});

/**
 * `kubectl create priorityclass NAME --value=N [--global-default] [--description] [--preemption-policy]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_priorityclass.go (v1.36.3).
 */
import { generatorCommand } from './generator';

/** A PriorityClass; without --value its value is 0. */
export const createPriorityClass = generatorCommand({
  path: ['create', 'priorityclass'],
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  clusterScoped: true,
  failure: 'failed to create priorityclass:',
  generate: (name, { flags }) => ({
    metadata: { name },
    value: flags.int('value'),
    ...(flags.bool('global-default') && { globalDefault: true }),
    ...(flags.string('description') !== '' && { description: flags.string('description') }),
    preemptionPolicy: flags.string('preemption-policy'),
  }),
});

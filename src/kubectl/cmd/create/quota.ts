/**
 * `kubectl create quota NAME [--hard=cpu=1,pods=3] [--scopes=BestEffort]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_quota.go (v1.36.3).
 */
import { CommandError } from '../../errors';
import { resourceListOf } from '../resourceList';
import { generatorCommand } from './generator';

/** A ResourceQuota. */
export const createQuota = generatorCommand({
  path: ['create', 'quota'],
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  failure: 'failed to create quota:',
  generate(name, { flags }) {
    const hard = resourceListOf(flags.string('hard'));
    const scopes = flags.string('scopes') === '' ? undefined : flags.string('scopes').split(',');
    if (scopes?.includes('') === true) throw new CommandError('invalid resource quota scope ""');
    return {
      metadata: { name },
      spec: { ...(hard !== undefined && { hard }), ...(scopes !== undefined && { scopes }) },
      status: {},
    };
  },
});

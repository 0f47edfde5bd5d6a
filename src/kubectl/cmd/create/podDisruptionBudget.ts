/**
 * `kubectl create poddisruptionbudget NAME --selector=SELECTOR (--min-available=N | --max-unavailable=N)`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_pdb.go (v1.36.3).
 */
import type { Flags } from '../../command';
import { CommandError } from '../../errors';
import { intOrString } from '../goNumbers';
import { parsedLabelSelector } from '../labelSelector';
import { generatorCommand } from './generator';

/** A PodDisruptionBudget. */
export const createPodDisruptionBudget = generatorCommand({
  path: ['create', 'poddisruptionbudget'],
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  failure: 'failed to create poddisruptionbudgets:',
  generate(name, { flags }) {
    checkFlags(flags);
    const selector = parsedLabelSelector(flags.string('selector'));
    const minAvailable = flags.string('min-available');
    const bound =
      minAvailable !== ''
        ? { minAvailable: intOrString(minAvailable) }
        : { maxUnavailable: intOrString(flags.string('max-unavailable')) };
    const spec = minAvailable !== '' ? { ...bound, selector } : { selector, ...bound };
    return {
      metadata: { name },
      spec,
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    };
  },
});

function checkFlags(flags: Flags): void {
  const min = flags.string('min-available');
  const max = flags.string('max-unavailable');
  if (flags.string('selector') === '') throw new CommandError('a selector must be specified');
  if (min === '' && max === '') throw new CommandError('one of min-available or max-unavailable must be specified');
  if (min !== '' && max !== '') throw new CommandError('min-available and max-unavailable cannot be both specified');
  if (min !== '' && !amount.test(min)) throw new CommandError('invalid format specified for min-available');
  if (max !== '' && !amount.test(max)) throw new CommandError('invalid format specified for max-unavailable');
}

/** A number or a percentage, but no quantity. */
const amount = /^[0-9]+%?$/;

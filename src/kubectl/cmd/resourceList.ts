/**
 * Amounts of resources as flags spell them: `cpu=200m,memory=64Mi`.
 * Models populateResourceListV1 of staging/src/k8s.io/kubectl/pkg/generate/versioned/run.go (v1.36.3).
 */
import { QuantityError, canonicalQuantity } from '../../api/meta/quantity';
import { CommandError } from '../errors';

/** The amounts by resource, in canonical spelling; undefined for an empty text. Throws CommandError. */
export function resourceListOf(text: string): Readonly<Record<string, string>> | undefined {
  if (text === '') return undefined;
  const list: Record<string, string> = {};
  for (const statement of text.split(',')) {
    const [resource, amount, ...more] = statement.split('=');
    if (resource === undefined || amount === undefined || more.length > 0) {
      throw new CommandError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    }
    list[resource] = quantityOf(amount);
  }
  return list;
}

function quantityOf(text: string): string {
  try {
    return canonicalQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) throw new CommandError(error.message);
    throw error;
  }
}

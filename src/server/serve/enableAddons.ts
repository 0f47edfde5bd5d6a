/** Addons of a served cluster: the objects that `minikube addons enable` makes in a page's terminal. */
import type { Transport } from '../../client/transport';
import type { Addon } from '../../addons/addon';
import { addons } from '../../addons/registry';

/** The addon of that name; throws an Error that tells which there are. */
export function addonOf(name: string): Addon {
  const found = addons.find((addon) => addon.name === name || addon.aliases?.includes(name) === true);
  if (found !== undefined) return found;
  throw new Error(`there is no addon "${name}": ${addons.map((addon) => addon.name).join(', ')} are simulated`);
}

/** Makes what is not there yet. Throws an Error for an object that is refused. */
export async function enableAddons(enabled: readonly Addon[], transport: Transport): Promise<void> {
  for (const { name, objects } of enabled) {
    for (const { path, object } of objects) {
      const { code, body } = await transport.request({ method: 'POST', path, body: object });
      if (code >= 300 && code !== 409) throw new Error(`addon ${name}: ${JSON.stringify(body)}`);
    }
  }
}

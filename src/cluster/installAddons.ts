/** Add-ons of a fresh cluster, made as kubeadm makes them once the control plane answers. */
import { clusterAddons } from '../addons/clusterAddons';
import type { Transport } from '../client/transport';
import { invariant } from '../sim/invariant';

/** Makes the objects of the add-ons of these names. Throws an Error for one that there is not. */
export async function installAddons(names: readonly string[], api: Pick<Transport, 'request'>): Promise<void> {
  for (const name of names) {
    const addon = clusterAddons.find((each) => each.name === name);
    if (addon === undefined) throw new Error(`unknown add-on "${name}"`);
    for (const { path, object } of addon.objects) {
      const { code, body } = await api.request({ method: 'POST', path, body: object });
      invariant(code < 300, `add-on ${name}: ${JSON.stringify(body)}`);
    }
  }
}

/** Lab 40, of Ingress by host and path, played from the terminal. */
import { expect, test } from 'vitest';
import { Lab } from './labStage';

test('lab 40: an Ingress sends requests by host and path once a controller runs, and nobody answers without one', async () => {
  const lab = await Lab.start(
    ...['ingress-backends', 'ingress-test', 'ingress-v1beta1.invalid', 'ingress-pathtype-typo.invalid'],
  );
  await lab.text('kubectl apply -f ingress-backends.yaml');
  expect((await lab.type('kubectl create -f ingress-v1beta1.invalid.yaml')).text).toContain(
    'no matches for kind "Ingress"',
  );
  expect((await lab.type('kubectl create -f ingress-pathtype-typo.invalid.yaml')).text).toContain(
    '"ImplementationSpecific"',
  );
  await lab.text('kubectl apply -f ingress-test.yaml');
  await lab.pass(60);
  const address = `kubectl get ingress test -o jsonpath='{.status.loadBalancer.ingress[0].ip}'`;
  expect(await lab.text(address)).toBe('');
  await lab.text('minikube addons enable ingress');
  // The image is pulled, and its first probe comes ten seconds after its start.
  await lab.until(address, /\d/, 90);
  const there = await lab.text(address);
  const as = async (host: string, path: string) => lab.text(`curl -s -H 'Host: ${host}' http://${there}${path}`);
  expect(await as('foo.bar.com', '/foos1')).toMatch(/^You've hit s1-/);
  expect(await as('foo.bar.com', '/bars2')).toMatch(/^You've hit s2-/);
  expect(await as('foo.bar.com', '/bars')).toContain('404 Not Found');
  // A rewrite-target makes ingress-nginx take paths for regular expressions without an end; a Prefix alone would not match.
  expect(await as('foo.bar.com', '/foos12')).toMatch(/^You've hit s1-/);
  expect(await as('a.foo.com', '/')).toMatch(/^You've hit s2-/);
  for (const host of ['foo.com', 'a.b.foo.com']) expect(await as(host, '/')).toContain('404 Not Found');
  const { items } = await lab.stage.cluster.client.list('Pod', { namespace: 'ingress-nginx' });
  const kill = async ({ metadata: { name: pod } }: (typeof items)[number]) =>
    lab.stage.cluster.fault({ type: 'killContainer', namespace: 'ingress-nginx', pod, container: 'controller' });
  const [first, ...others] = items;
  expect(others).toHaveLength(1);
  if (first !== undefined) await kill(first);
  for (const other of others) await kill(other);
  expect(await lab.type(`curl -s -m 2 -H 'Host: foo.bar.com' http://${there}/foos1`)).toMatchObject({ code: 7 });
  await lab.until('kubectl -n ingress-nginx get pods', /1\/1/, 60);
  await lab.until(`curl -s -m 2 -H 'Host: foo.bar.com' http://${there}/foos1`, /You've hit s1-/, 60);
});

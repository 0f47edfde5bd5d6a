/** A second ingress controller beside the first, installed from the sample that the editor offers. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testKubectl } from '../../../tests/testKubectl';
import { USUAL_ADDONS } from '../../addons/usualAddons';

const SAMPLE = readFileSync('src/app/editor/samples/traefik.yaml', 'utf8');

test('two controllers serve each its own class, in its own words', async () => {
  const run = await testKubectl({ addons: USUAL_ADDONS });
  await run('minikube addons enable ingress');
  await run(`kubectl apply -f - <<'E'\n${SAMPLE}\nE`);
  await run(
    'kubectl create deployment shop --image=luksa/kubia --port=8080; kubectl expose deployment shop --port=80 --target-port=8080',
  );
  await run('kubectl create service clusterip empty --tcp=80:80');
  await run(
    'kubectl create ingress shop --class=traefik --rule="shop.example.com/*=shop:80" --rule="shop.example.com/empty*=empty:80"',
  );
  await run('kubectl create ingress other --class=nginx --rule="other.example.com/*=shop:80"');
  await run('sleep 40');
  expect(await run('kubectl get ingressclass -o custom-columns=N:.metadata.name,C:.spec.controller --no-headers')).toBe(
    'nginx     k8s.io/ingress-nginx\ntraefik   traefik.io/ingress-controller',
  );
  await run('PORT=$(kubectl get service traefik -n traefik -o jsonpath={.spec.ports[0].nodePort})');
  const traefik = 'http://192.168.49.2:$PORT';
  const nginx = await run('kubectl get pods -n ingress-nginx -o jsonpath={.items[0].status.hostIP}');
  expect(await run(`curl -s -H "Host: shop.example.com" ${traefik}`)).toMatch(/^You've hit shop-/);
  expect(await run(`curl -s -H "Host: other.example.com" ${nginx}`)).toMatch(/^You've hit shop-/);
  expect(await run(`curl -s -H "Host: shop.example.com" ${nginx}`)).toContain('<h1>404 Not Found</h1>');
  const unknown = (await run(`curl -si -H "Host: other.example.com" ${traefik}`)).replaceAll('\r', '').split('\n');
  expect([unknown[0], ...unknown.slice(1, 3), ...unknown.slice(4)]).toEqual([
    'HTTP/1.1 404 Not Found',
    'Content-Type: text/plain; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    'Content-Length: 19',
    '',
    '404 page not found',
  ]);
  expect(await run(`curl -s -H "Host: shop.example.com" ${traefik}/empty`)).toBe('no available server');
});

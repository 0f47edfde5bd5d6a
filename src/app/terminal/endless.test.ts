import { expect, test } from 'vitest';
import { isEndless } from './endless';

test.each([
  'kubectl get pods -w',
  'kgp -w',
  'kubectl logs -f web',
  'k logs web --follow',
  'watch kubectl get po',
  'kubectl port-forward web 80',
])('%s goes on until it is stopped', (line) => expect(isEndless(line)).toBe(true));

test.each([
  'kubectl apply -f web.yaml',
  'kubectl delete pod web',
  'kubectl logs web',
  'kubectl get pods -o wide',
  'ping -c 3 web',
  'kubectl wait --for=condition=Ready pod/web',
])('%s ends by itself', (line) => expect(isEndless(line)).toBe(false));

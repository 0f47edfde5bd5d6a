/** The manifests of the page's samples menu, each applied to a fresh cluster as `kubectl apply` would. */
import { expect, test } from 'vitest';
import { samples } from '../../src/app/editor/samples';
import { testKubectl } from '../testKubectl';

test.each(samples.map(({ name, text }) => [name, text]))(
  '%s applies without an error or a warning',
  async (_, text) => {
    const run = await testKubectl();
    const output = await run(`kubectl apply -f - <<'EOF'\n${text.trimEnd()}\nEOF`);
    expect(output.split('\n')).toEqual(output.split('\n').map(() => expect.stringMatching(/^\S+\/\S+ created$/)));
  },
);

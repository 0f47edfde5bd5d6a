/** Which fields a list may be narrowed down by, kind by kind, as a real 1.36.3 answers. */
import { expect, test } from 'vitest';
import recorded from './fieldSelectors.json';
import { testServer } from './testServer';

/** Events in their other form may still be selected by the names of the first. */
const lenient = '/apis/events.k8s.io/v1/events';

test.each(recorded.resources)('$path can be selected by the fields of a real server', async (resource) => {
  const { path, fields, refusal } = resource;
  const { send } = await testServer();
  const accepted: string[] = [];
  for (const field of recorded.asked) {
    const { code, body } = await send('GET', `${path}?fieldSelector=${field}%3Dx`);
    if (code === 200) accepted.push(field);
    else expect({ code, body }).toMatchObject({ code: 400, body: { message: refusal.replace('FIELD', field) } });
  }
  expect(path === lenient ? accepted.filter((field) => fields.includes(field)) : accepted).toEqual(fields);
});

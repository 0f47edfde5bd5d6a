import { expect, test } from 'vitest';
import { ApiError, failure } from '../../api/meta/status';
import { slowStart } from './slowStart';

test('all is done when nothing is refused', async () => {
  let done = 0;
  await slowStart(500, async () => {
    done += 1;
  });
  expect(done).toBe(500);
});

test('after a refusal the batch is finished and no further one begins', async () => {
  let calls = 0;
  const refuse = async () => {
    calls += 1;
    if (calls === 4) throw new ApiError(failure(403, 'Forbidden', 'exceeded quota'));
  };
  // Batches 1, 2, 4: the fourth call is the first of the third batch.
  await expect(slowStart(20, refuse)).rejects.toThrow('exceeded quota');
  expect(calls).toBe(7);
});

test('where everything is refused, it is tried once', async () => {
  let calls = 0;
  const refuse = async () => {
    calls += 1;
    throw new ApiError(failure(403, 'Forbidden', 'no'));
  };
  await expect(slowStart(1000, refuse)).rejects.toThrow('no');
  expect(calls).toBe(1);
});

test('a mistake of ours is not swallowed', async () => {
  const fail = async () => {
    throw new TypeError('bug');
  };
  await expect(slowStart(3, fail)).rejects.toBeInstanceOf(TypeError);
});

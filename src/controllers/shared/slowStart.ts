/**
 * Does something many times, carefully: 1, 2, 4, 8 ... at once, and no further batch after a failure.
 * Models slowStartBatch of pkg/controller/replicaset/replica_set.go (v1.36.3).
 */
import { ApiError } from '../../api/meta/status';

/**
 * Calls `act` `count` times in growing batches. A batch is always done to its end; if anything in it was refused,
 * the first refusal is thrown and the other batches are left for a later sync.
 */
export async function slowStart(count: number, act: () => Promise<void>): Promise<void> {
  let left = count;
  for (let batch = 1; left > 0; batch *= 2) {
    const size = Math.min(batch, left);
    let refusal: ApiError | undefined;
    for (let i = 0; i < size; i += 1) {
      try {
        await act();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        refusal ??= error;
      }
    }
    if (refusal !== undefined) throw refusal;
    left -= size;
  }
}

/** Says how far virtual time should have come: speed times wall time since the last change of pace. */

export class Pacer {
  #speed = 1;
  #playing = false;
  #anchorWall = 0;
  #anchorVirtual = 0;

  get speed(): number {
    return this.#speed;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** From here on time runs (or stands) like this. `wall` and `virtual` in milliseconds. */
  set(change: { readonly playing?: boolean; readonly speed?: number }, wall: number, virtual: number): void {
    this.#playing = change.playing ?? this.#playing;
    this.#speed = change.speed ?? this.#speed;
    this.rebase(wall, virtual);
  }

  /** Forgets a lag: the machine was too slow, or the tab slept. */
  rebase(wall: number, virtual: number): void {
    this.#anchorWall = wall;
    this.#anchorVirtual = virtual;
  }

  /** Virtual milliseconds that should be reached at `wall`. */
  target(wall: number): number {
    return this.#playing
      ? Math.floor(this.#anchorVirtual + (wall - this.#anchorWall) * this.#speed)
      : this.#anchorVirtual;
  }
}

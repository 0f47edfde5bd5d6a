/** A name that is cut before its last part where room is short: machines of one pool differ at the end alone. */

interface LongNameProps {
  readonly name: string;
  /** Names of so many letters have room: they stand in one piece, to be found and copied as they are. */
  readonly room?: number;
}

export function LongName({ name, room = 20 }: LongNameProps) {
  const at = name.lastIndexOf('-');
  if (at <= 0 || name.length <= room) return <span className="ell">{name}</span>;
  return (
    <>
      <span className="ell">{name.slice(0, at)}</span>
      <span className="name-end">{name.slice(at)}</span>
    </>
  );
}

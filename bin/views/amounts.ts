/** Seconds as people say them: `45 s`, `6 min 30 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  const all = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${rest} s`;
}

/** A moment of the release as `mm:ss`, before it with a minus: `05:12`, `-00:30`. */
export function moment(seconds: number): string {
  const all = Math.abs(Math.round(seconds));
  const text = `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`;
  return seconds <= -0.5 ? `-${text}` : text;
}

/** 12345 as `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A share as percent, precise where it is small: `0.03 %`. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  const percent = (100 * part) / whole;
  return `${percent < 1 ? percent.toPrecision(1) : percent.toFixed(1)} %`;
}

/** One and several: `1 request`, `2 requests`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

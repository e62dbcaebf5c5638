import type { ColourMinute, Release } from './release';

/** What can be read of one colour's minute at a time: nothing, a first part, or all. */
export function seen(
  release: Release,
  colour: 'candidate' | 'live',
  minute: number,
  at: number,
): ColourMinute | undefined {
  const published = release.publishedAt[minute];
  const whole = release[colour][minute];
  if (published === undefined || whole === undefined || at < published) return undefined;
  const first = (colour === 'candidate' ? release.candidateFirst : release.liveFirst)[minute] ?? 1;
  if (first === 1 || at >= published + 60) return whole;
  const part = (count: number) => Math.round(count * first);
  return { ...whole, requests: part(whole.requests), bad: part(whole.bad), slow: part(whole.slow) };
}

/** The newest minute that can be read. */
export function newest(release: Release, at: number): number {
  return release.publishedAt.findLastIndex((published) => published <= at);
}

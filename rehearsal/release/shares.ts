import type { Colour } from '../report';

/** Weights as shares of their sum, in whole percent. */
export function shareOf({ blue, green }: Readonly<Record<Colour, number>>): Record<Colour, number> {
  const sum = blue + green || 1;
  return { blue: Math.round((100 * blue) / sum), green: Math.round((100 * green) / sum) };
}

export function other(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}

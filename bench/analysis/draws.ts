/** Random draws from a seed: the same seed gives the same release to every rule. */
export class Draws {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;
  private spare: number | undefined;

  public constructor(
    private readonly seed: number,
    private readonly stream: number,
  ) {
    this.a = 0x9e3779b9 ^ seed;
    this.b = 0x243f6a88 ^ Math.imul(seed, 0x85ebca6b);
    this.c = 0xb7e15162 ^ Math.imul(stream, 0xc2b2ae35);
    for (let i = 0; i < 15; i++) this.uniform();
  }

  /** Draws of another stream that belongs to this one; what it draws changes nothing here. */
  public beside(): Draws {
    return new Draws(this.seed ^ 0x5bd1e995, this.stream);
  }

  /** Between 0 and 1, neither included (sfc32, Chris Doty-Humphrey's generator of PractRand). */
  public uniform(): number {
    const sum = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return ((sum >>> 0) + 0.5) / 4294967296;
  }

  public between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** Standard normal (Marsaglia's polar method). */
  public normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    for (;;) {
      const [u, v] = [2 * this.uniform() - 1, 2 * this.uniform() - 1];
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      this.spare = v * scale;
      return u * scale;
    }
  }

  /** By inversion for small means, by Hörmann's transformed rejection (PTRS, 1993) for larger ones. */
  public poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean < 10) {
      let [count, product] = [0, this.uniform()];
      const limit = Math.exp(-mean);
      while (product > limit) {
        product *= this.uniform();
        count++;
      }
      return count;
    }
    const b = 0.931 + 2.53 * Math.sqrt(mean);
    const a = -0.059 + 0.02483 * b;
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    const vr = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = this.uniform() - 0.5;
      const v = this.uniform();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= vr) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= -mean + k * Math.log(mean) - logFactorial(k)) return k;
    }
  }

  /** Small ones one by one; larger ones by splitting at a beta-distributed order statistic (Devroye 1986, X.4). */
  public binomial(n: number, p: number): number {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    if (p > 0.5) return n - this.binomial(n, 1 - p);
    let [left, share, count] = [n, p, 0];
    while (left * share > 10) {
      const middle = Math.floor(left / 2) + 1;
      const at = this.beta(middle, left + 1 - middle);
      if (at <= share) {
        count += middle;
        left -= middle;
        share = (share - at) / (1 - at);
      } else {
        left = middle - 1;
        share /= at;
      }
    }
    if (share <= 0 || left <= 0) return count;
    if (share >= 1) return count + left;
    // Waiting times: as many steps as there are hits.
    const log = Math.log(1 - share);
    for (let at = Math.floor(Math.log(this.uniform()) / log); at < left; count++) {
      at += 1 + Math.floor(Math.log(this.uniform()) / log);
    }
    return count;
  }

  /** Marsaglia and Tsang 2000; shape 1 or more. */
  public gamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      if (Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  public beta(a: number, b: number): number {
    const x = this.gamma(a);
    return x / (x + this.gamma(b));
  }

  /** Number of trials up to the first success: 1 or more, with this mean. */
  public geometric(mean: number): number {
    return 1 + Math.floor(Math.log(this.uniform()) / Math.log(1 - 1 / mean));
  }
}

function logFactorial(k: number): number {
  if (k < 10) return Math.log([1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880][k] ?? 1);
  const x = k + 1;
  return (x - 0.5) * Math.log(x) - x + 0.918938533204673 + 1 / (12 * x) - 1 / (360 * x ** 3);
}

/**
 * `Fn::Cidr` of IPv4: the first `count` blocks of a larger block.
 *
 * @param bits host bits of each block, e.g. 8 for a /24; without it each block is one address
 * @throws when the block is no IPv4 block, or is too small
 */
export function cidr(block: string, count: number, bits = 0): string[] {
  const [, address, length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(block) ?? [];
  if (!address || Number(length) > 32) throw new Error(`Fn::Cidr needs an IPv4 block like 10.0.0.0/16, got '${block}'`);
  const size = 2 ** bits;
  const space = 2 ** (32 - Number(length));
  if (!(count >= 1 && count <= 256) || count * size > space)
    throw new Error(`Fn::Cidr cannot cut ${count} blocks of ${bits} host bits out of ${block}`);
  const start = Math.floor(toNumber(address) / space) * space;
  return Array.from({ length: count }, (_, index) => `${toAddress(start + index * size)}/${32 - bits}`);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

import { cidr } from '../../../rehearsal/template/cidr';

describe('Fn::Cidr', () => {
  test.each<[string, number, number | undefined, string[]]>([
    ['10.0.0.0/16', 2, 12, ['10.0.0.0/20', '10.0.16.0/20']],
    ['192.168.1.0/24', 2, 4, ['192.168.1.0/28', '192.168.1.16/28']],
    ['10.0.0.7/30', 2, undefined, ['10.0.0.4/32', '10.0.0.5/32']],
    ['255.0.0.0/8', 2, 16, ['255.0.0.0/16', '255.1.0.0/16']],
  ])('of %s, %p blocks of %p bits', (block, count, bits, expected) => {
    expect(cidr(block, count, bits)).toEqual(expected);
  });

  test.each([
    ['fd00::/8', 1, 8],
    ['10.0.0.0/33', 1, 8],
    ['10.0.0.0/24', 3, 7],
    ['10.0.0.0/8', 257, 8],
  ])('of %s, %p blocks of %p bits is an error', (block, count, bits) => {
    expect(() => cidr(block, count, bits)).toThrow(/^Fn::Cidr (needs|cannot)/);
  });
});

import { CfnResource, Stack } from 'aws-cdk-lib';
import { rendered, renderingOnce } from '../../../lib/private/rendered';

function resource(): CfnResource {
  return new CfnResource(new Stack(), 'Thing', { type: 'Test::Thing', properties: { Size: 1 } });
}

describe('what an element writes into the template', () => {
  test('has the overrides of an escape hatch', () => {
    const thing = resource();
    thing.addPropertyOverride('Size', 2);

    expect(rendered(thing).Resources).toEqual({ Thing: { Type: 'Test::Thing', Properties: { Size: 2 } } });
  });

  test('is rendered once while nothing changes, and anew afterwards', () => {
    const thing = resource();
    const [first, second] = renderingOnce(() => [rendered(thing), renderingOnce(() => rendered(thing))]);
    thing.addPropertyOverride('Size', 2);

    expect(second).toBe(first);
    expect(rendered(thing).Resources?.Thing?.Properties).toEqual({ Size: 2 });
  });

  test('is rendered anew after work that failed', () => {
    const thing = resource();
    const fail = () => {
      rendered(thing);
      throw new Error('no');
    };
    expect(() => renderingOnce(fail)).toThrow('no');
    thing.addPropertyOverride('Size', 2);

    expect(rendered(thing).Resources?.Thing?.Properties).toEqual({ Size: 2 });
  });
});

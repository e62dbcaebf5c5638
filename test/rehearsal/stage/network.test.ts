import { Network } from '../../../rehearsal/stage/network';

const address = { host: 'Orders-1.elb.localhost', port: 80 };
const local = { host: '127.0.0.1', port: 41234 };

test('resolves what is bound, whatever the case of the host name', () => {
  const network = new Network();

  network.bind(address, local);

  expect(network.resolve({ ...address, host: 'orders-1.ELB.localhost' })).toEqual(local);
  expect(network.resolve({ ...address, port: 81 })).toBeUndefined();
});

test('resolves nothing any more after unbinding', () => {
  const network = new Network();
  network.bind(address, local);

  network.unbind(address);

  expect(network.resolve(address)).toBeUndefined();
  expect(network.all).toEqual([]);
});

test('tells its listeners of changes until they unsubscribe', () => {
  const network = new Network();
  let changes = 0;
  const unsubscribe = network.onChange(() => {
    changes += 1;
  });

  network.bind(address, local);
  network.unbind(address);
  network.unbind(address); // nothing changes
  unsubscribe();
  network.bind(address, local);

  expect(changes).toBe(2);
});

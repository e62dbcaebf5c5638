import { subjectOf } from '../../../bin/commands/running-release';
import { selectService, selectServices } from '../../../bin/commands/select-service';
import { deployment, descriptor, FakeDeployments, service } from './fakes';

function having(...paths: string[]) {
  const deployments = new FakeDeployments([deployment('d-1', { deploymentGroup: 'group of B/Carts' })]);
  const services = paths.map((path) => service(deployments, descriptor(path, { deploymentGroup: `group of ${path}` })));
  return { list: async () => services };
}

describe('the service that is meant', () => {
  test.each([
    ['Shop/Orders', 'Shop/Orders'],
    ['Carts', 'Shop/Carts'],
    // A whole path wins over a last part.
    ['Orders', 'Orders'],
  ])('%s is %s', async (name, path) => {
    const there = having('Shop/Orders', 'Shop/Carts', 'Orders');
    expect((await selectService(there, name)).path).toBe(path);
  });

  test('need not be named when there is one only', async () => {
    expect((await selectService(having('Shop/Orders'))).path).toBe('Shop/Orders');
  });

  test.each([
    [undefined, 'there are 3 services, name one of them: A/Orders, B/Orders, B/Carts'],
    ['Orders', "'Orders' means 2 services, give the whole path: A/Orders, B/Orders"],
    ['Nope', "there is no service 'Nope'; there are: A/Orders, B/Orders, B/Carts"],
  ])('fails for %s with what there is', async (name, message) => {
    await expect(selectService(having('A/Orders', 'B/Orders', 'B/Carts'), name)).rejects.toThrow(message);
  });

  test('fails when nothing was deployed', async () => {
    await expect(selectServices(having())).rejects.toThrow('no service to release in this account and region');
  });

  test('follows from the id of a release', async () => {
    const subject = await subjectOf(having('A/Orders', 'B/Carts'), undefined, 'd-1');

    expect(subject).toMatchObject({ service: { path: 'B/Carts' }, id: 'd-1' });
  });

  test.each([
    ['d-1', 'A/Orders'],
    ['20261121T054500Z-ab12', 'Shop/Orders'],
  ])('fails when the release %s is of another service, and says where releases are listed', async (id, path) => {
    await expect(subjectOf(having(path), path, id)).rejects.toThrow(
      `there is no release '${id}' of ${path}; 'bluegreen history' lists the releases`,
    );
  });
});

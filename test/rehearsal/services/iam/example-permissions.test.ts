import { permissionsReport } from '../../../../rehearsal/services/iam/permissions-report';
import { deployedExample, exampleTemplate } from '../../../fixtures/deployed-example';

/** A whole release of the example in virtual time: approved by a person, everything goes well. */
async function released() {
  const example = await deployedExample(exampleTemplate());
  const { aws, clock, root, descriptor } = example;
  const { application, deploymentGroup, appSpec } = await descriptor();
  const codeDeploy = aws.cloud.client(aws.codeDeploy, root);
  const release = async () => {
    const { deploymentId = '' } = await codeDeploy.CreateDeployment({
      applicationName: application,
      deploymentGroupName: deploymentGroup,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec } },
    });
    for (;;) {
      const { deploymentInfo } = await codeDeploy.GetDeployment({ deploymentId });
      if (deploymentInfo?.completeTime) return deploymentInfo;
      if (deploymentInfo?.status === 'Ready')
        await codeDeploy.ContinueDeployment({ deploymentId, deploymentWaitType: 'READY_WAIT' });
      await clock.sleep(10_000);
    }
  };
  const deployment = await clock.run(release());
  await clock.run(aws.stop());
  return { ...example, deployment };
}

describe('the roles of the example app', () => {
  test('are enough for a whole release, and are not given what it does not need', async () => {
    const { deployment, aws } = await released();

    const { refused, neverUsed, used } = permissionsReport(aws.cloud.calls, aws.iam);
    expect(deployment.errorInformation).toBeUndefined();
    expect(deployment.status).toBe('Succeeded');
    expect(refused).toEqual([]);
    expect(used.flatMap((one) => one.actions)).toEqual(
      expect.arrayContaining([
        'codedeploy:PutLifecycleEventHookExecutionStatus',
        'ecs:CreateTaskSet',
        'elasticloadbalancing:ModifyListener',
        'lambda:InvokeFunction',
      ]),
    );
    // The example has listeners of its own, so CodeDeploy touches no rule of an existing one.
    const codeDeployRole = neverUsed.find((one) => one.role.startsWith('OrdersCodeDeployRole'));
    expect(codeDeployRole?.actions).toContain('elasticloadbalancing:ModifyRule');
  });
});

import type { Switch } from '../../switches';

/** What is not certain about ECS. */
export const ECS_SWITCHES: Switch[] = [
  {
    name: 'ecs.events-of-code-deploy-services',
    question:
      'which EventBridge events does a service with the CODE_DEPLOY controller emit (aws-facts 8.2): none, or the service actions (steady states) too?',
    values: ['service-actions', 'none'],
    default: 'none',
  },
  {
    name: 'ecs.hooks-of-the-first-deployment',
    question:
      'are the lifecycle hooks of a service asked when the service is created, where nothing serves yet that they could protect',
    values: ['not-asked', 'asked'],
    default: 'not-asked',
  },
  {
    name: 'ecs.hooks-on-the-way-back',
    question:
      'are the hooks of the stages that move traffic asked before the weights go back, where one that fails holds them up, or after it (aws-facts 4.3)',
    values: ['before-the-weights', 'after-the-weights'],
    default: 'before-the-weights',
  },
  {
    name: 'ecs.health-before-a-step',
    question:
      'does ECS look at the health of the candidate again before each step of a shift, or does it move weights to tasks that have failed meanwhile',
    values: ['not-looked-at', 'looked-at'],
    default: 'not-looked-at',
  },
  {
    name: 'ecs.call-back-field',
    question: 'the field by which a hook says when it wants to be asked again; two pages of AWS differ (aws-facts 4.3)',
    values: ['callBackDelay', 'callBackDelaySeconds'],
    default: 'callBackDelay',
  },
  {
    name: 'ecs.controller-migration',
    question:
      'does the update of a service from CODE_DEPLOY to ECS run a whole deployment beside what serves, or only take that over (aws-facts 2.1)',
    values: ['deploys', 'takes-over'],
    default: 'deploys',
  },
];

import { AwsError } from '../../../aws-error';

/** A definition that CreateStateMachine refuses, with the place in it. */
export class InvalidDefinition extends AwsError {
  constructor(
    public readonly reason: string,
    public readonly location: string,
  ) {
    super(
      'InvalidDefinition',
      `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ${reason} at ${location}'`,
    );
  }
}

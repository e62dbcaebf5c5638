import { serviceCalled } from '../../principal';

/** Whom the other services see: it acts by its service-linked role. */
export const SCALER = serviceCalled('application-autoscaling.amazonaws.com');

/** How long DynamoDB takes for things, on the rehearsal's clock. AWS documents none of them (INFERENCE). */

const SECOND = 1_000;

/** From CREATING to ACTIVE. */
export const CREATE_TABLE_MS = 5 * SECOND;

/** How long a table stays DELETING. */
export const DELETE_TABLE_MS = 2 * SECOND;

/** How long a table stays UPDATING. */
export const UPDATE_TABLE_MS = 2 * SECOND;

/** How long an expired item may still be seen: it is deleted "within a few days" (DynamoDB's TTL guide). */
export const EXPIRED_ITEMS_STAY_MS = 48 * 3_600 * SECOND;

/** How long a transaction with the same token is the same transaction (TransactWriteItems, ClientRequestToken). */
export const TOKEN_MS = 600 * SECOND;

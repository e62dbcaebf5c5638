// dynalite comes without types; these are the parts of it that the local DynamoDB is made of.
declare module 'dynalite/validations' {
  export function checkTypes(data: object, types: object): object;
  export function checkValidations(data: object, types: object, custom: unknown, store: object): void;
}
declare module 'dynalite/validations/*' {
  export const types: object;
  export const custom: ((data: object, store: object) => string | undefined) | undefined;
}
declare module 'dynalite/actions/*' {
  const action: (store: object, data: object, done: (error: unknown, output?: unknown) => void) => void;
  export default action;
}

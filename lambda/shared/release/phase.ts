/** What a release has come to. `failed`: it could not be sent back, so a person has to look. */
export type Phase =
  | 'preparing'
  | 'testing'
  | 'waiting'
  | 'shifting'
  | 'baking'
  | 'succeeded'
  | 'rolling-back'
  | 'rolled-back'
  | 'refused'
  | 'failed';

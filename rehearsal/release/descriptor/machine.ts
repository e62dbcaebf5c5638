/** Where a person promotes or rejects in the console. */
export interface ApprovalLinks {
  readonly promote: string;
  readonly reject: string;
}

/** What all releases by the state machine need to know; `docs/decisions/0008-release-state-machine.md` is the contract. */
export interface MachineDescriptor {
  /** The construct's path: `<stack>/<construct>`. */
  readonly path: string;
  /** ARN of the state machine that releases. */
  readonly releaseMachine: string;
  /** ARN of the state machine that goes back. */
  readonly rollbackMachine: string;
  /** Name of the table with the lock, the live colour and the releases. */
  readonly table: string;
  /** The last one is 100, with the bake time. */
  readonly steps: readonly { readonly weight: number; readonly bakeSeconds: number }[];
  /** Names of the rollback alarms. */
  readonly alarms: readonly string[];
  /** How long the gate waits for a person; 0: there is no gate. */
  readonly approvalSeconds: number;
  /** Names of the hooks, in the order in which they are asked. */
  readonly hooks: readonly string[];
  /** Start of the URL of an execution in the console; its ARN follows. */
  readonly console: string;
  /** Where a person answers the gate in the console; the release's id comes after each. Not of what was deployed before there were such links. */
  readonly approval?: ApprovalLinks;
  /** Whether the releases are analysed. */
  readonly analysis?: boolean;
}

/** Texts that no descriptor of the state machine may lack. */
export const MACHINE_TEXTS = ['releaseMachine', 'rollbackMachine', 'table'] as const;

/** What may be empty, but not be missing. */
export const MACHINE_FIELDS = ['steps', 'alarms', 'approvalSeconds', 'hooks', 'console'] as const;

export type { MachineSpeed } from './machine.js';
export {
  type AlignmentPlan,
  alignmentCost,
  type PlanAlignmentOptions,
  planAlignment,
  planAlignmentOptions,
  type StepCost,
} from './plan.js';
